package io.os199.cs.platform.database;

/** Who wrote so lately that a replica may not show it yet, over all processes. Nothing here throws. */
public interface RecentWrites {
    /** What is known of a caller. */
    enum Wrote {
        LATELY,
        NOT_LATELY,
        UNKNOWN
    }

    /** To be called after the commit and before the caller is answered. */
    void note(String caller);

    /** Whether the caller wrote lately. */
    Wrote has(String caller);
}
