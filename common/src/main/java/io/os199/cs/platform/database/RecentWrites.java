package io.os199.cs.platform.database;

/**
 * Records, across all processes, which callers wrote so recently that a replica may not show it yet. Nothing here
 * throws.
 */
public interface RecentWrites {
    /** What is known about a caller's recent writes. */
    enum Wrote {
        LATELY,
        NOT_LATELY,
        UNKNOWN
    }

    /** Must be called after the commit and before the caller gets its answer. */
    void note(String caller);

    /** Whether the caller wrote lately. */
    Wrote has(String caller);
}
