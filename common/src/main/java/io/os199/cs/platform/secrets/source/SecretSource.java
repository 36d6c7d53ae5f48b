package io.os199.cs.platform.secrets.source;

/** A place that keeps secrets. Read again and again, by several threads; asked anew each time. */
public interface SecretSource extends AutoCloseable {
    /**
     * What the place keeps under {@code path} now: a value, or a JSON object of values.
     *
     * @throws UnreadableSecretException if it cannot be had
     */
    String read(String path) throws UnreadableSecretException;

    @Override
    default void close() {}
}
