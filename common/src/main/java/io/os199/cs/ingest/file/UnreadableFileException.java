package io.os199.cs.ingest.file;

/** Thrown when a file as a whole cannot be read; the message says what to send instead. */
public final class UnreadableFileException extends RuntimeException {
    public UnreadableFileException(String message) {
        super(message, null, false, false);
    }
}
