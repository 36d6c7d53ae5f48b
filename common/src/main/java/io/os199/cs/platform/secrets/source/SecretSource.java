package io.os199.cs.platform.secrets.source;

/** A place that keeps secrets. Read repeatedly, by several threads; each call reads the current content. */
public interface SecretSource extends AutoCloseable {
    /**
     * Returns what the place keeps under {@code path} now: a value, or a JSON object of values.
     *
     * @throws UnreadableSecretException if it cannot be read
     */
    String read(String path) throws UnreadableSecretException;

    @Override
    default void close() {}
}
