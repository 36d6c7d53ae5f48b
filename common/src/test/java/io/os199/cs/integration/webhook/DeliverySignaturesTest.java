package io.os199.cs.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.integration.webhook.DeliveryForm.Verdict;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The test vectors that the vendors publish, and variants that are a byte, a bit or a minute off. */
class DeliverySignaturesTest {
    private static final String ZENDESK_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
    private static final Instant ZENDESK_TIME = Instant.parse("2026-11-11T10:00:00Z");
    private static final String SENDGRID_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
    private static final Instant SENDGRID_TIME = Instant.ofEpochSecond(1588788367);
    private static final String OTHER = "another secret";

    /**
     * A delivery as published.
     *
     * @param at the time that it signs, or any
     */
    private record Vector(DeliveryForm form, Map<String, String> headers, String body, Instant at) {
        Verdict verify(byte[] bytes, Map<String, String> with, Instant now) {
            return form.verify(with::get, bytes, now);
        }

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Vector zendesk(String... secrets) {
        return new Vector(
                new ZendeskDeliveries(() -> List.of(secrets)),
                Map.of(
                        "X-Zendesk-Webhook-Signature",
                        "JTanuLzj8CGXGoieWga3q7ZIo5cJUA/6acI/WwYHolo=",
                        "X-Zendesk-Webhook-Signature-Timestamp",
                        "2026-11-11T10:00:00Z"),
                "{\"ticket_id\":\"35436\"}",
                ZENDESK_TIME);
    }

    private static Vector intercom(String... secrets) {
        return new Vector(
                new IntercomDeliveries(() -> List.of(secrets)),
                Map.of("X-Hub-Signature", "sha1=78d5fe24367a51b7c270bdfecd03408b135f31ab"),
                "{\"type\":\"notification_event\",\"id\":\"notif_1\",\"topic\":\"ping\"}",
                Instant.EPOCH);
    }

    private static Vector sendGrid(String... keys) {
        return new Vector(
                new SendGridDeliveries(() -> List.of(keys)),
                Map.of(
                        "X-Twilio-Email-Event-Webhook-Signature",
                        "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=",
                        "X-Twilio-Email-Event-Webhook-Timestamp",
                        "1588788367"),
                // The vendor signs the line end of its example too.
                "{\"category\":\"example_payload\",\"event\":\"test_event\",\"message_id\":\"message_id\"}",
                SENDGRID_TIME);
    }

    private static List<Vector> all() {
        return List.of(
                zendesk(ZENDESK_SECRET), intercom("test-client-secret"), sendGrid(SENDGRID_KEY));
    }

    @Test
    void whatIsPublishedIsGood() {
        for (Vector each : all()) {
            assertThat(each.verify(each.bytes(), each.headers(), each.at()))
                    .as(each.form().source().wireName())
                    .isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void oneByteMoreOrOneBitFlippedAnywhereIsForged() {
        for (Vector each : all()) {
            byte[] good = each.bytes();
            byte[] longer = Arrays.copyOf(good, good.length + 1);
            longer[good.length] = '\n';
            assertThat(each.verify(longer, each.headers(), each.at())).isEqualTo(Verdict.FORGED);
            for (int bit = 0; bit < good.length * 8; bit++) {
                byte[] flipped = good.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(each.verify(flipped, each.headers(), each.at()))
                        .as("bit %d of %s", bit, each.form().source().wireName())
                        .isEqualTo(Verdict.FORGED);
            }
        }
    }

    @Test
    void withoutAHeaderOrWithAnotherItIsForged() {
        for (Vector each : all()) {
            for (String header : each.headers().keySet()) {
                Map<String, String> without = new HashMap<>(each.headers());
                without.remove(header);
                assertThat(each.verify(each.bytes(), without, each.at()))
                        .as("without %s", header)
                        .isEqualTo(Verdict.FORGED);
                for (String other : List.of("", "x", "sha1=", "0", "====", "MEUC")) {
                    without.put(header, other);
                    assertThat(each.verify(each.bytes(), without, each.at()))
                            .as("%s: %s", header, other)
                            .isEqualTo(Verdict.FORGED);
                }
            }
        }
    }

    @Test
    void theTimeIsSignedToo() {
        Vector zendesk = zendesk(ZENDESK_SECRET);
        Map<String, String> later = new HashMap<>(zendesk.headers());
        later.put("X-Zendesk-Webhook-Signature-Timestamp", "2026-11-11T10:01:00Z");
        assertThat(zendesk.verify(zendesk.bytes(), later, ZENDESK_TIME.plusSeconds(60)))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void aTimeTooFarFromNowIsStale() {
        Duration five = Duration.ofMinutes(5);
        Duration day = Duration.ofHours(25);
        Vector zendesk = zendesk(ZENDESK_SECRET);
        Vector sendGrid = sendGrid(SENDGRID_KEY);
        assertThat(at(zendesk, ZENDESK_TIME.plus(five))).isEqualTo(Verdict.GOOD);
        assertThat(at(zendesk, ZENDESK_TIME.plus(five).plusSeconds(1))).isEqualTo(Verdict.STALE);
        assertThat(at(zendesk, ZENDESK_TIME.minus(five))).isEqualTo(Verdict.GOOD);
        assertThat(at(zendesk, ZENDESK_TIME.minus(five).minusSeconds(1))).isEqualTo(Verdict.STALE);
        assertThat(at(sendGrid, SENDGRID_TIME.plus(day))).isEqualTo(Verdict.GOOD);
        assertThat(at(sendGrid, SENDGRID_TIME.plus(day).plusSeconds(1))).isEqualTo(Verdict.STALE);
        assertThat(at(sendGrid, SENDGRID_TIME.minus(five))).isEqualTo(Verdict.GOOD);
        assertThat(at(sendGrid, SENDGRID_TIME.minus(five).minusSeconds(1)))
                .isEqualTo(Verdict.STALE);
    }

    private static Verdict at(Vector vector, Instant now) {
        return vector.verify(vector.bytes(), vector.headers(), now);
    }

    @Test
    void eitherOfTwoSecretsIsValidAndNoneIsNot() {
        String otherKey =
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";
        for (Vector each :
                List.of(
                        zendesk(OTHER, ZENDESK_SECRET),
                        zendesk(ZENDESK_SECRET, OTHER),
                        intercom(OTHER, "test-client-secret"),
                        sendGrid(otherKey, SENDGRID_KEY),
                        sendGrid("no key", SENDGRID_KEY))) {
            assertThat(at(each, each.at())).isEqualTo(Verdict.GOOD);
        }
        for (Vector each :
                List.of(
                        zendesk(OTHER),
                        zendesk(),
                        intercom(OTHER),
                        intercom(),
                        sendGrid(otherKey),
                        sendGrid("no key"),
                        sendGrid())) {
            assertThat(at(each, each.at())).isEqualTo(Verdict.FORGED);
        }
        assertThat(SendGridDeliveries.isPublicKey(otherKey)).isTrue();
        assertThat(SendGridDeliveries.isPublicKey("no key")).isFalse();
    }

    @Test
    void eachServiceTellsItsDeliveriesApart() {
        Vector sendGrid = sendGrid(SENDGRID_KEY);
        var json = JsonNodeFactory.instance.objectNode().put("id", "notif_1");
        assertThat(intercom().form().deliveryId(name -> null, new byte[0], json))
                .contains("notif_1");
        assertThat(
                        zendesk()
                                .form()
                                .deliveryId(
                                        Map.of("X-Zendesk-Webhook-Invocation-Id", "01")::get,
                                        new byte[0],
                                        json))
                .contains("01");
        String id =
                sendGrid.form()
                        .deliveryId(sendGrid.headers()::get, sendGrid.bytes(), json)
                        .orElseThrow();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(sendGrid.form().deliveryId(sendGrid.headers()::get, new byte[0], json))
                .isNotEqualTo(java.util.Optional.of(id));
    }

    @Test
    void whatPostgresDoesNotKeepIsReplacedAndNothingElse() {
        assertThat(
                        StorableJson.of(
                                "{\"a\":\"x\\u0000y\\ud83d\\ude00\\ud83dz\\udc00\\\\u0000\\\"é😀\"}"))
                .isEqualTo("{\"a\":\"x\\ufffdy\\ud83d\\ude00\\ufffdz\\ufffd\\\\u0000\\\"é😀\"}");
    }
}
