package io.os199.cs.platform.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals text that goes through a caller's hands and comes back: it can be read by anyone and changed
 * by nobody. HMAC-SHA256 over a purpose and the text, so that what was sealed for one purpose opens
 * for no other. All replicas share the keys: the first one seals, all of them open, so that a key can be replaced while
 * what it sealed is about.
 */
public final class Sealer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY = 16;
    private static final Base64.Encoder TO_BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_BASE64 = Base64.getUrlDecoder();

    private final SecretKeySpec key;
    private final List<SecretKeySpec> all;

    /** {@code key}: any text of at least 16 bytes that nobody else knows. */
    public Sealer(String key) {
        this(key, List.of());
    }

    /** Seals with {@code key}; opens what it or one of {@code previous} sealed. */
    public Sealer(String key, List<String> previous) {
        this.key = secret(key);
        this.all = Stream.concat(Stream.of(key), previous.stream()).map(Sealer::secret).toList();
    }

    private static SecretKeySpec secret(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_KEY) {
            throw new IllegalArgumentException("a sealing key has fewer than 16 bytes");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Text of letters, digits, {@code -}, {@code _} and one dot. */
    public String seal(String purpose, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return TO_BASE64.encodeToString(content)
                + '.'
                + TO_BASE64.encodeToString(mac(key, purpose, content));
    }

    /** What was sealed; empty for whatever none of our keys sealed for this purpose. */
    public Optional<String> open(String purpose, String sealed) {
        int dot = sealed.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] content = FROM_BASE64.decode(sealed.substring(0, dot));
            byte[] claimed = FROM_BASE64.decode(sealed.substring(dot + 1));
            boolean ours =
                    all.stream()
                            .anyMatch(
                                    each ->
                                            MessageDigest.isEqual(
                                                    mac(each, purpose, content), claimed));
            return ours
                    ? Optional.of(new String(content, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] mac(SecretKeySpec key, String purpose, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
