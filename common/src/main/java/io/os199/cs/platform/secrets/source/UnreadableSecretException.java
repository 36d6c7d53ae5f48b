package io.os199.cs.platform.secrets.source;

/**
 * A secret cannot be had. The message says why and what to do, and holds nothing of the secret; there is no cause, because what
 * clients and parsers say of a failure may quote what they read.
 */
public final class UnreadableSecretException extends Exception {
    public UnreadableSecretException(String message) {
        super(message);
    }
}
