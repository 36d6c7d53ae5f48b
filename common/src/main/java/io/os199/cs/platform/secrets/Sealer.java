package io.os199.cs.platform.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals text that passes through a caller's hands and comes back: anyone can read it, nobody can change it.
 * HMAC-SHA256 over a purpose and the text, so that what was sealed for one purpose opens for no other. All replicas
 * share the keys: one seals, all of them open, so that a key can be replaced while text that it sealed is still in
 * use.
 */
public final class Sealer {
    private static final String ALGORITHM = "HmacSHA256";

    /** In bytes. */
    public static final int SHORTEST_KEY = 16;

    private static final Base64.Encoder TO_BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_BASE64 = Base64.getUrlDecoder();

    /** How long a replaced key still opens what it sealed. */
    private static final Duration OPENS_ON = Duration.ofDays(1);

    /**
     * The keys at this moment.
     *
     * @param own those that seal or have sealed, the newest last
     * @param previous those that only open, as configured
     */
    private record Keys(List<Own> own, List<SecretKeySpec> previous) {}

    private record Own(SecretKeySpec key, Instant sealsFrom) {}

    private final Clock clock;
    private volatile Keys keys;

    /** {@code key}: any text of at least 16 bytes that nobody else knows. */
    public Sealer(String key) {
        this(key, List.of());
    }

    /** Seals with {@code key}; opens what it or one of {@code previous} sealed. */
    public Sealer(String key, List<String> previous) {
        this(key, previous, Clock.systemUTC());
    }

    /** Like {@link #Sealer(String, List)}, for keys that are replaced while the process runs. */
    public Sealer(String key, List<String> previous, Clock clock) {
        this.clock = clock;
        this.keys = new Keys(List.of(new Own(secret(key), Instant.MIN)), secrets(previous));
    }

    /**
     * Takes new keys. What {@code key} sealed can be opened at once; it is used for sealing only {@code handover}
     * later, when the other replicas have had time to take it too. The key that it replaces still opens for a day
     * from then.
     */
    public void replace(String key, List<String> previous, Duration handover) {
        Instant now = clock.instant();
        List<Own> own = new ArrayList<>();
        List<Own> known = keys.own();
        for (int i = 0; i < known.size(); i++) {
            if (opens(known, i, now)) {
                own.add(known.get(i));
            }
        }
        SecretKeySpec next = secret(key);
        if (!own.getLast().key().equals(next)) {
            own.add(new Own(next, now.plus(handover)));
        }
        keys = new Keys(List.copyOf(own), secrets(previous));
    }

    private static boolean opens(List<Own> own, int i, Instant now) {
        return i == own.size() - 1 || now.isBefore(own.get(i + 1).sealsFrom().plus(OPENS_ON));
    }

    private SecretKeySpec sealing() {
        List<Own> own = keys.own();
        Instant now = clock.instant();
        for (Own each : own.reversed()) {
            if (!now.isBefore(each.sealsFrom())) {
                return each.key();
            }
        }
        return own.getFirst().key();
    }

    private List<SecretKeySpec> opening() {
        Keys current = keys;
        Instant now = clock.instant();
        List<SecretKeySpec> all = new ArrayList<>();
        for (int i = 0; i < current.own().size(); i++) {
            if (opens(current.own(), i, now)) {
                all.add(current.own().get(i).key());
            }
        }
        all.addAll(current.previous());
        return all;
    }

    private static List<SecretKeySpec> secrets(List<String> keys) {
        return keys.stream().map(Sealer::secret).toList();
    }

    private static SecretKeySpec secret(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_KEY) {
            throw new IllegalArgumentException("a sealing key has fewer than 16 bytes");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Seals a text; the result consists of letters, digits, {@code -}, {@code _} and one dot. */
    public String seal(String purpose, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return TO_BASE64.encodeToString(content)
                + '.'
                + TO_BASE64.encodeToString(mac(sealing(), purpose, content));
    }

    /** Returns a mark by which a text can be recognized without being revealed; it changes when the key does. */
    public String mark(String purpose, String text) {
        return TO_BASE64.encodeToString(
                mac(sealing(), purpose, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns what was sealed; empty for anything that none of our keys sealed for this purpose. */
    public Optional<String> open(String purpose, String sealed) {
        int dot = sealed.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] content = FROM_BASE64.decode(sealed.substring(0, dot));
            byte[] claimed = FROM_BASE64.decode(sealed.substring(dot + 1));
            boolean ours =
                    opening().stream()
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
