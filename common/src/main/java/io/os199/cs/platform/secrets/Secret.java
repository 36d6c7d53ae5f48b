package io.os199.cs.platform.secrets;

import io.os199.cs.platform.secrets.source.SecretReference;
import io.os199.cs.platform.secrets.source.UnreadableSecretException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** The current value of a secret in the configuration: the text itself, or what is kept where the text refers to. */
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

    /** A secret that is not kept elsewhere. */
    static Secret fixed(String field, String value) {
        return new Secret(field, null, 0, value);
    }

    /** The current value; empty when nothing is configured. */
    public String value() {
        return value;
    }

    /** Whether it is kept elsewhere and may change. */
    public boolean mayChange() {
        return reference != null;
    }

    @Nullable SecretReference reference() {
        return reference;
    }

    String field() {
        return field;
    }

    /** Picks this secret's value from the content of its place. */
    String pick(SecretReference from, String kept) throws UnreadableSecretException {
        String picked = from.pick(kept);
        if (picked.getBytes(StandardCharsets.UTF_8).length < leastBytes) {
            throw new UnreadableSecretException(
                    "it is too short: store at least " + leastBytes + " bytes");
        }
        return picked;
    }

    /**
     * Takes the current value.
     *
     * @return whether the value has changed
     */
    boolean become(String next) {
        boolean other = !next.equals(value);
        value = next;
        return other;
    }

    /** The field and where the secret is kept, never its value. */
    @Override
    public String toString() {
        return reference == null ? field : field + " (" + reference + ")";
    }
}
