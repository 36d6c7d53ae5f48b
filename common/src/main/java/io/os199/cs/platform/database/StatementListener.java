package io.os199.cs.platform.database;

import java.time.Duration;

/** Is told of every statement that was run. */
public interface StatementListener {
    /**
     * A statement that has just ended.
     *
     * @param name the method of the DAO that it belongs to, or what parts are asked as: as many as the program has
     */
    void ran(String name, Duration took, boolean failed);
}
