package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The deliveries of Zendesk, signed by a MAC over time and body. */
public final class ZendeskDeliveries implements DeliveryForm {
    private static final String SIGNATURE = "X-Zendesk-Webhook-Signature";
    private static final String TIMESTAMP = "X-Zendesk-Webhook-Signature-Timestamp";
    private static final String INVOCATION = "X-Zendesk-Webhook-Invocation-Id";
    private static final Ages AGES = new Ages(Duration.ofMinutes(5), Duration.ofMinutes(5));

    private final Supplier<List<String>> secrets;

    /** @param secrets the secrets that are valid now */
    public ZendeskDeliveries(Supplier<List<String>> secrets) {
        this.secrets = secrets;
    }

    @Override
    public Integration source() {
        return Integration.ZENDESK;
    }

    @Override
    public Verdict verify(Headers headers, byte[] body, Instant now) {
        String signature = headers.first(SIGNATURE);
        String timestamp = headers.first(TIMESTAMP);
        if (signature == null
                || timestamp == null
                || !Signatures.isMac(
                        "HmacSHA256",
                        secrets.get(),
                        signature,
                        Base64.getEncoder()::encodeToString,
                        timestamp.getBytes(StandardCharsets.UTF_8),
                        body)) {
            return Verdict.FORGED;
        }
        return isNear(timestamp, now) ? Verdict.GOOD : Verdict.STALE;
    }

    private static boolean isNear(String timestamp, Instant now) {
        try {
            return AGES.allow(OffsetDateTime.parse(timestamp).toInstant(), now);
        } catch (DateTimeException notATime) {
            return false;
        }
    }

    @Override
    public Optional<String> deliveryId(Headers headers, byte[] body, JsonNode json) {
        return Optional.ofNullable(headers.first(INVOCATION));
    }
}
