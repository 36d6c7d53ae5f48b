package io.os199.cs.api.web;

import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.integration.webhook.DeliveryForm;
import io.os199.cs.integration.webhook.Webhooks;
import io.os199.cs.integration.webhook.Webhooks.Result;
import io.os199.cs.platform.database.BusyException;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.database.Database;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.time.Duration;

/**
 * The endpoint {@code POST /v1/webhooks/SERVICE}, where external services deliver their events: their signature is
 * their key.
 */
public final class WebhooksServlet extends HttpServlet {
    private static final int LARGEST = 2 << 20;
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final transient Webhooks webhooks;

    public WebhooksServlet(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        DeliveryForm form = webhooks.form(path.isEmpty() ? "" : path.substring(1)).orElse(null);
        if (form == null) {
            HttpErrors.write(
                    response, HttpServletResponse.SC_NOT_FOUND, "there is nothing at this path");
        } else if (request.getMethod().equals("HEAD") && form.answersHead()) {
            response.setStatus(HttpServletResponse.SC_OK);
        } else if (request.getMethod().equals("POST")) {
            Result result = take(form, request);
            webhooks.count(form.source(), result);
            answer(request, response, result);
        } else {
            response.setHeader("Allow", form.answersHead() ? "POST, HEAD" : "POST");
            HttpErrors.write(
                    response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "deliver by POST");
        }
    }

    private Result take(DeliveryForm form, HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST) {
            return Result.TOO_LARGE;
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return Result.TOO_LARGE;
        }
        try {
            return webhooks.take(form, request::getHeader, body);
        } catch (BusyException | CancelledException e) {
            return Result.UNAVAILABLE;
        } catch (RuntimeException e) {
            if (Database.isUnavailable(e)) {
                return Result.UNAVAILABLE;
            }
            throw e;
        }
    }

    private static void answer(
            HttpServletRequest request, HttpServletResponse response, Result result)
            throws IOException {
        switch (result) {
            case STORED, DUPLICATE, PING -> response.setStatus(HttpServletResponse.SC_OK);
            case TOO_LARGE -> HttpErrors.tooLarge(request, response, "at most 2 MiB");
            case FORGED, STALE ->
                    HttpErrors.write(response, HttpServletResponse.SC_UNAUTHORIZED, "unauthorized");
            case NO_JSON ->
                    HttpErrors.write(
                            response,
                            HttpServletResponse.SC_BAD_REQUEST,
                            "send JSON with Content-Type: application/json");
            case MALFORMED ->
                    HttpErrors.write(
                            response,
                            HttpServletResponse.SC_BAD_REQUEST,
                            "the delivery has no usable id");
            case FULL -> unavailable(response, LATER, "too many deliveries wait; send it again");
            case UNAVAILABLE -> unavailable(response, SOON, "busy; send it again");
        }
    }

    private static void unavailable(HttpServletResponse response, Duration wait, String message)
            throws IOException {
        HttpErrors.retryAfter(response, wait);
        HttpErrors.write(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, message);
    }
}
