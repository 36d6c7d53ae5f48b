package io.os199.cs.platform.secrets;

import io.os199.cs.platform.secrets.source.SecretReference;
import io.os199.cs.platform.secrets.source.UnreadableSecretException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** A secret of the configuration, as it is now: the text itself, or what is kept where the text refers to. */
public final class Secret {
    private final String field;
    private final @Nullable SecretReference reference;
    private final int leastBytes;
    private volatile String value;

    Secret(String field, @Nullable SecretReference reference, int leastBytes, String value) {
        this.field = field;
        this.reference = reference;
        this.leastBytes = leastBytes;
        this.value = value;
    }

    /** One that nobody keeps elsewhere. */
    static Secret fixed(String field, String value) {
        return new Secret(field, null, 0, value);
    }

    /** What it is now; empty where nothing is configured. */
    public String value() {
        return value;
    }

    /** Whether it is kept elsewhere and may become another. */
    public boolean mayChange() {
        return reference != null;
    }

    @Nullable SecretReference reference() {
        return reference;
    }

    String field() {
        return field;
    }

    /** The value that it has in what is kept at its place. */
    String pick(SecretReference from, String kept) throws UnreadableSecretException {
        String picked = from.pick(kept);
        if (picked.getBytes(StandardCharsets.UTF_8).length < leastBytes) {
            throw new UnreadableSecretException(
                    "it is too short: store at least " + leastBytes + " bytes");
        }
        return picked;
    }

    /**
     * Takes the value that it has now.
     *
     * @return whether that is another
     */
    boolean become(String next) {
        boolean other = !next.equals(value);
        value = next;
        return other;
    }

    /** Its field and where it is kept, never what it is. */
    @Override
    public String toString() {
        return reference == null ? field : field + " (" + reference + ")";
    }
}
