package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The deliveries of SendGrid, signed over time and body with a key whose public half we know. It tries to deliver for
 * a day.
 */
public final class SendGridDeliveries implements DeliveryForm {
    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
    private static final Ages AGES = new Ages(Duration.ofHours(25), Duration.ofMinutes(5));

    private final Supplier<List<String>> publicKeys;

    /** @param publicKeys the keys that are valid now, as the vendor shows them */
    public SendGridDeliveries(Supplier<List<String>> publicKeys) {
        this.publicKeys = publicKeys;
    }

    /** Whether the text is a key with which deliveries can be verified. */
    public static boolean isPublicKey(String base64) {
        try {
            Signatures.publicKey(base64);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException isNone) {
            return false;
        }
    }

    @Override
    public Integration source() {
        return Integration.SENDGRID;
    }

    @Override
    public Verdict verify(Headers headers, byte[] body, Instant now) {
        String signature = headers.first(SIGNATURE);
        String timestamp = headers.first(TIMESTAMP);
        if (signature == null
                || timestamp == null
                || !Signatures.isEcdsa(publicKeys.get(), signature, bytes(timestamp), body)) {
            return Verdict.FORGED;
        }
        boolean isNear =
                SECONDS.matcher(timestamp).matches()
                        && AGES.allow(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return isNear ? Verdict.GOOD : Verdict.STALE;
    }

    /** Returns a digest of time and body, because the signature differs each time, even for the same bytes. */
    @Override
    public Optional<String> deliveryId(Headers headers, byte[] body, JsonNode json) {
        String timestamp = headers.first(TIMESTAMP);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(timestamp == null ? "" : timestamp));
            return Optional.of(HexFormat.of().formatHex(digest.digest(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
