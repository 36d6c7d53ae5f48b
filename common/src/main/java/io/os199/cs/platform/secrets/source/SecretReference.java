package io.os199.cs.platform.secrets.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a value is kept: {@code file:/run/secrets/db-password}, {@code aws:cs/production#password}, {@code
 * vault:secret/data/cs#password}.
 *
 * @param key the key of the value in the JSON object that is kept there; absent: the whole content is the value
 */
public record SecretReference(Kind kind, String path, @Nullable String key) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The kinds of places, as named in references and metrics. */
    public enum Kind {
        FILE,
        AWS,
        VAULT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns the reference that the text contains; empty when the text is itself the value.
     *
     * @throws IllegalArgumentException if it begins like a reference but names no place
     */
    public static Optional<SecretReference> parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind + ":")) {
                return Optional.of(parse(kind, text.substring(kind.toString().length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static SecretReference parse(Kind kind, String place) {
        int hash = place.lastIndexOf('#');
        String path = hash < 0 ? place : place.substring(0, hash);
        String key = hash < 0 ? null : place.substring(hash + 1);
        if (path.isEmpty() || (key != null && key.isEmpty())) {
            throw new IllegalArgumentException(
                    kind + ": has to be followed by a path, and # by a key: " + kind + ":path#key");
        }
        if (kind == Kind.VAULT && key == null) {
            throw new IllegalArgumentException(
                    "vault: has to name the key too: vault:" + path + "#key");
        }
        return new SecretReference(kind, path, key);
    }

    /**
     * Picks the value referred to from the content of the place.
     *
     * @throws UnreadableSecretException if it is missing or empty
     */
    public String pick(String kept) throws UnreadableSecretException {
        String value = key == null ? kept : field(kept, key);
        if (value.isEmpty()) {
            throw new UnreadableSecretException("it is empty: store a value");
        }
        return value;
    }

    private static String field(String kept, String key) throws UnreadableSecretException {
        JsonNode object;
        try {
            object = JSON.readTree(kept);
        } catch (JsonProcessingException quotesWhatItRead) {
            throw new UnreadableSecretException(
                    "it is not a JSON object: leave out #" + key + ", or store one");
        }
        JsonNode value = object.path(key);
        if (!value.isValueNode() || value.isNull()) {
            throw new UnreadableSecretException(
                    "it has no key " + key + ": store one, or name another after the #");
        }
        return value.asText();
    }

    /** As it is written in {@code config.yml}. */
    @Override
    public String toString() {
        return kind + ":" + path + (key == null ? "" : "#" + key);
    }
}
