package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.platform.secrets.Sealer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The unsubscribe link in a mail, as mail programs, link scanners and people use it. */
class UnsubscribeIT {
    private static final String KEY = "a key for links in mails";
    private static final Unsubscribing LINKS =
            new Unsubscribing("https://cs.example.com", new Sealer(KEY));

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api =
                new RunningApi(
                        ConfigOverride.config("email.publicUrl", "https://cs.example.com"),
                        ConfigOverride.config("email.unsubscribeKey", KEY),
                        ConfigOverride.config("server.applicationConnectors[0].idleTimeout", "2s"));
        api.testDatabase()
                .jdbi()
                .useHandle(
                        db ->
                                db.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_acme', 'Acme Corp');
                                                insert into clients (client_id, name, company_name, tier)
                                                values ('client_acme', 'Acme Corp', 'Acme', 'standard');
                                                insert into email_campaigns (campaign_id, name, template_type, message_class,
                                                    subject, body_text, sender_email, target, status)
                                                values ('spring', 'Spring', 'newsletter', 'newsletter', 's', 'b',
                                                    'us@vendor.example', '{}', 'sent');
                                                insert into email_messages (client_id, message_id, campaign_id, contact_email,
                                                    subject, next_attempt_at, status)
                                                values ('client_acme', 'message_1', 'spring', 'ana@acme.example', 's', now(),
                                                    'sent');
                                                insert into newsletter_subscriptions (client_id, contact_email, status,
                                                    changed_at, source)
                                                values ('client_acme', 'ana@acme.example', 'subscribed', now(), 'sign_up');
                                                """)
                                        .execute());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whoLooksChangesNothingAndWhoClicksTwiceIsSuppressedOnce() {
        String path = path("message_1", MessageClass.NEWSLETTER);
        HttpResponse<String> page = send(HttpRequest.newBuilder(api.uri(path)).GET());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("newsletters", "<form method=\"post\">");
        assertThat(page.body()).doesNotContain("ana@acme.example");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "style-src 'sha256-");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        // A form sent without the field has no effect.
        assertThat(click(path, "something=else").statusCode()).isEqualTo(400);
        assertThat(api.testDatabase().count("email_suppressions where scope = 'newsletter'"))
                .isZero();

        for (int i = 0; i < 2; i++) {
            assertThat(click(path, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);
        }
        assertThat(
                        api.testDatabase()
                                .count(
                                        "email_suppressions where email = 'ana@acme.example' and"
                                            + " scope = 'newsletter' and message_id = 'message_1'"))
                .isOne();
        assertThat(api.testDatabase().count("email_events")).isOne();
        assertThat(
                        api.testDatabase()
                                .count(
                                        "newsletter_subscriptions where status = 'unsubscribed' and"
                                                + " source = 'one_click'"))
                .isOne();
        assertThat(api.testDatabase().count("timeline_events where type = 'profile'")).isOne();
    }

    /** Jetty reads each of these forms in a different way. */
    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=part"})
    void aFormThatDripsIsItsSendersFault(String type) throws IOException {
        String path = path("message_1", MessageClass.NEWSLETTER);
        try (HeldRequest form = HeldRequest.begin(api, "none", path, type, "-".repeat(1_500))) {
            RawHttp.Answer answer = form.drip(0, Duration.ofMillis(50));
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("without a pause");
        }
    }

    @Test
    void aMailProgramMaySendItInParts() {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(api.uri(path("message_1", MessageClass.MARKETING)))
                                .header("Content-Type", "multipart/form-data; boundary=part")
                                .POST(
                                        BodyPublishers.ofString(
                                                "--part\r\n"
                                                        + "Content-Disposition: form-data;"
                                                        + " name=\"List-Unsubscribe\"\r\n\r\n"
                                                        + "One-Click\r\n"
                                                        + "--part--\r\n")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(api.testDatabase().count("email_suppressions where scope = 'marketing'"))
                .isOne();
    }

    @Test
    void linksThatAreNotOurs() {
        String path = path("message_1", MessageClass.SERVICE);
        String forged = path("message_1", MessageClass.SERVICE, "another key of ours");
        for (String each :
                new String[] {
                    forged,
                    path.substring(0, path.length() - 1),
                    Unsubscribing.PATH + "x",
                    Unsubscribing.PATH,
                    path("message_none", MessageClass.SERVICE)
                }) {
            assertThat(click(each, "List-Unsubscribe=One-Click").statusCode())
                    .as(each)
                    .isEqualTo(404);
        }
        assertThat(send(HttpRequest.newBuilder(api.uri(path)).DELETE()).statusCode())
                .isEqualTo(405);
        assertThat(api.testDatabase().count("email_suppressions where scope = 'all'")).isZero();
    }

    /** Else the client sends its next request into a connection that is being closed. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void aBodyLeftUnreadClosesTheConnectionAndSaysSo(String method) {
        RawHttp.Answer answer =
                new RawHttp(api.port())
                        .send(
                                """
                                %s %sx HTTP/1.1\r
                                Host: localhost\r
                                Content-Length: 26\r
                                \r
                                """
                                        .formatted(method, Unsubscribing.PATH));
        assertThat(answer.status()).isEqualTo(method.equals("POST") ? 404 : 405);
        assertThat(answer.header("Connection")).contains("close");
        assertThat(answer.body()).contains("</html>");
    }

    private static String path(String message, MessageClass messageClass) {
        return URI.create(LINKS.url(message, messageClass)).getRawPath();
    }

    private static String path(String message, MessageClass messageClass, String key) {
        return URI.create(
                        new Unsubscribing("https://cs.example.com", new Sealer(key))
                                .url(message, messageClass))
                .getRawPath();
    }

    /** Posts as the page's own form does, for which a browser sends a hidden origin. */
    private static HttpResponse<String> click(String path, String body) {
        return send(
                HttpRequest.newBuilder(api.uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "null")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** Uses a connection of its own, since the server here closes those which are idle for two seconds. */
    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
