package io.os199.cs.api.mcp;

import java.util.function.Consumer;

/**
 * Brings short texts to all replicas, this one included. What is published while a replica has no connection is lost
 * to it; it then gets an empty text as it connects again.
 */
public interface Bus {
    /** The longest text, in bytes: what PostgreSQL lets a notification carry. */
    int LONGEST = 7900;

    void publish(String channel, String text);

    /** Calls {@code receiver} with each text on {@code channel}; to be said before the process serves. It must be quick. */
    void on(String channel, Consumer<String> receiver);
}
