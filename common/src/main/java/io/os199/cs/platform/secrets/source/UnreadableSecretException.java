package io.os199.cs.platform.secrets.source;

/**
 * A secret cannot be read. The message says why and what to do, and contains nothing of the secret; there is no
 * cause, because the messages of clients and parsers may quote what they read.
 */
public final class UnreadableSecretException extends Exception {
    public UnreadableSecretException(String message) {
        super(message);
    }
}
