package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.testing.ConfigOverride;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhook deliveries of outside services over HTTP. */
class WebhooksIT {
    private static final String SECRET = "test-client-secret";
    private static final String PATH = "/v1/webhooks/intercom";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api =
                new RunningApi(
                        ConfigOverride.config("rateLimits.failuresPerMinute", "100000"),
                        ConfigOverride.config("integrations.intercom.enabled", "true"),
                        ConfigOverride.config("integrations.intercom.accessToken", "token"),
                        ConfigOverride.config("integrations.intercom.clientSecret", "before"),
                        ConfigOverride.config("integrations.intercom.clientSecretNext", SECRET));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void thePublishedPingIsAnsweredAndKeptByNobody() {
        String ping = "{\"type\":\"notification_event\",\"id\":\"notif_1\",\"topic\":\"ping\"}";
        String signature = "sha1=78d5fe24367a51b7c270bdfecd03408b135f31ab";
        assertThat(post(PATH, ping, signature).statusCode()).isEqualTo(200);
        assertThat(post(PATH, ping + "\n", signature).statusCode()).isEqualTo(401);
        assertThat(api.testDatabase().count("webhook_inbox where delivery_id = 'notif_1'"))
                .isZero();
    }

    @Test
    void theSameDeliveryAHundredTimesAtOnceIsOneRow() throws Exception {
        String body = body("same");
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            Callable<Integer> send =
                    () -> {
                        int status = post(PATH, body, sign(body)).statusCode();
                        while (status == 503) {
                            status = post(PATH, body, sign(body)).statusCode();
                        }
                        return status;
                    };
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(100, send))) {
                assertThat(each.get()).isEqualTo(200);
            }
        }
        assertThat(api.testDatabase().count("webhook_inbox where delivery_id = 'same'"))
                .isEqualTo(1);
        String metrics = metrics();
        assertThat(metrics)
                .contains("webhook_deliveries_total{result=\"stored\",source=\"intercom\"}")
                .contains(
                        "webhook_deliveries_total{result=\"duplicate\",source=\"intercom\"} 99.0");
    }

    @Test
    void whatIsRefusedSaysNoMoreThanItMust() {
        String body = body("refused");
        HttpResponse<String> forged = post(PATH, body, "sha1=00");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.body()).contains("\"message\":\"unauthorized\"");
        assertThat(forged.headers().firstValue("WWW-Authenticate")).isEmpty();
        String wrong = "no json";
        assertThat(post(PATH, wrong, sign(wrong)).statusCode()).isEqualTo(400);
        assertThat(post("/v1/webhooks/zendesk", body, sign(body)).statusCode()).isEqualTo(404);
        assertThat(post("/v1/webhooks/nobody", body, sign(body)).statusCode()).isEqualTo(404);
        assertThat(post("/v1/webhooks/", body, sign(body)).statusCode()).isEqualTo(404);
        String largest = "{\"id\":\"large\",\"x\":\"" + "x".repeat((2 << 20) - 21) + "\"}";
        assertThat(largest).hasSize(2 << 20);
        assertThat(post(PATH, largest, sign(largest)).statusCode()).isEqualTo(200);
        assertThat(post(PATH, largest + " ", sign(largest + " ")).statusCode()).isEqualTo(413);
        assertThat(method("HEAD", PATH)).isEqualTo(200);
        assertThat(method("HEAD", "/v1/webhooks/sendgrid")).isEqualTo(404);
        assertThat(method("GET", PATH)).isEqualTo(405);
    }

    @Test
    void aServiceWithoutWhatItNeedsKeepsTheProcessFromStarting() {
        assertThatThrownBy(
                        () ->
                                new RunningApi(
                                                ConfigOverride.config(
                                                        "integrations.zendesk.enabled", "true"),
                                                ConfigOverride.config(
                                                        "integrations.zendesk.subdomain", "acme"))
                                        .close())
                .rootCause()
                .hasMessage(
                        "integrations.zendesk is enabled and needs ZENDESK_EMAIL,"
                                + " ZENDESK_API_TOKEN, ZENDESK_WEBHOOK_SECRET: set them, or switch"
                                + " the service off");
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\",\"topic\":\"conversation.user.replied\"}";
    }

    private static HttpResponse<String> post(String path, String body, String signature) {
        return api.send(
                HttpRequest.newBuilder(api.uri(path))
                        .header("Content-Type", "application/json")
                        .header("X-Hub-Signature", signature)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static int method(String method, String path) {
        return api.send(
                        HttpRequest.newBuilder(api.uri(path))
                                .method(method, BodyPublishers.noBody())
                                .build())
                .statusCode();
    }

    private static String metrics() {
        URI uri = URI.create("http://localhost:" + api.adminPort() + "/metrics");
        return api.send(HttpRequest.newBuilder(uri).build()).body();
    }

    private static String sign(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(
                    new SecretKeySpec(
                            SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA1"));
            return "sha1="
                    + HexFormat.of()
                            .formatHex(
                                    mac.doFinal(
                                            body.getBytes(
                                                    java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
