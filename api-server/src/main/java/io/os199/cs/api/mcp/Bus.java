package io.os199.cs.api.mcp;

import java.util.function.Consumer;

/**
 * Sends short texts to all replicas, including this one. What is published while a replica has no connection is lost
 * to it; when it reconnects, it gets an empty text.
 */
public interface Bus {
    /** The maximum length of a text in bytes, given by what PostgreSQL lets a notification carry. */
    int LONGEST = 7900;

    void publish(String channel, String text);

    /**
     * Calls {@code receiver} with each text on {@code channel}; must be registered before the process serves. The
     * receiver must be quick.
     */
    void on(String channel, Consumer<String> receiver);
}
