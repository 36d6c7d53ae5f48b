package io.os199.cs.platform.database;

import java.time.Duration;

/** Receives every statement that was run. */
public interface StatementListener {
    /**
     * Called for a statement that has just ended.
     *
     * @param name the method of the DAO that it belongs to, or the title under which parts were asked; there are as
     *     many as the program has
     */
    void ran(String name, Duration took, boolean failed);
}
