package io.os199.cs.api.web;

import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.communication.delivery.Unsubscribing.Wish;
import io.os199.cs.communication.model.SuppressionScope;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.secrets.Sha256;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * The unsubscribe link in a mail (RFC 8058): a POST, by a mail program or the button on the page, unsubscribes at
 * once and may be repeated; a GET, which link scanners also send, shows the page and changes nothing.
 */
public final class UnsubscribeServlet extends HttpServlet {
    private static final String FIELD = "List-Unsubscribe";
    private static final String ONE_CLICK = "One-Click";
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0"
                + " 1rem;color:#1b1f24;background:#fff}button{font:inherit;padding:.6rem"
                + " 1.2rem;border:0;border-radius:.4rem;background:#1b1f24;color:#fff;cursor:pointer}";
    private static final String POLICY =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
                    + " style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.hex(STYLE)))
                    + "'";

    private final transient Unsubscribing links;
    private final transient Database database;
    private final transient ClientAnswers answers;
    private final transient Clock clock;

    public UnsubscribeServlet(
            Unsubscribing links, Database database, ClientAnswers answers, Clock clock) {
        this.links = links;
        this.database = database;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = Objects.requireNonNullElse(request.getPathInfo(), "/");
        Optional<Wish> wish = links.wish(path.substring(1));
        switch (request.getMethod()) {
            case "GET", "HEAD" ->
                    wish.ifPresentOrElse(
                            found -> page(response, 200, question(found.scope())),
                            () -> unknown(response));
            case "POST" -> {
                if (wish.isEmpty()) {
                    unknown(response);
                } else if (!ONE_CLICK.equals(request.getParameter(FIELD))) {
                    page(response, 400, "<h1>Nothing was changed</h1><p>Open the link once more.");
                } else if (links.fulfil(database, answers, wish.get(), clock)) {
                    page(response, 200, done(wish.get().scope()));
                } else {
                    unknown(response);
                }
            }
            default -> {
                response.setHeader("Allow", "GET, HEAD, POST");
                page(response, 405, "<h1>Nothing was changed</h1>");
            }
        }
    }

    private static String what(SuppressionScope scope) {
        return switch (scope) {
            case ALL -> "any mail";
            case MARKETING -> "news about products and events";
            case NEWSLETTER -> "newsletters";
        };
    }

    private static String question(SuppressionScope scope) {
        return """
        <h1>Unsubscribe</h1>
        <p>You will not get %s from us any more.</p>
        <form method="post"><input type="hidden" name="%s" value="%s"><button>Unsubscribe</button></form>
        """
                .formatted(what(scope), FIELD, ONE_CLICK);
    }

    private static String done(SuppressionScope scope) {
        return "<h1>You are unsubscribed</h1><p>You will not get %s from us any more.</p>"
                .formatted(what(scope));
    }

    private static void unknown(HttpServletResponse response) {
        page(
                response,
                404,
                "<h1>This link is not known</h1><p>Perhaps it was cut. Copy all of it from the"
                        + " mail.</p>");
    }

    /**
     * Leaves the length to Jetty, which sets it at the end and closes the connection of a request whose body is unread:
     * with a length of ours the answer would be gone before Jetty could say that it closes.
     */
    private static void page(HttpServletResponse response, int status, String content) {
        byte[] bytes =
                """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"
                content="width=device-width"><meta name="robots" content="noindex"><title>Unsubscribe</title>
                <style>%s</style></head><body>%s</body></html>
                """
                        .formatted(STYLE, content)
                        .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        write(response, bytes);
    }

    private static void write(HttpServletResponse response, byte[] bytes) {
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
