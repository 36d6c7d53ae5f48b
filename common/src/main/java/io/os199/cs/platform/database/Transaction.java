package io.os199.cs.platform.database;

/** One transaction under way. Used by the thread that opened it, and not after it has ended. */
public interface Transaction {
    /** The DAO of the given type, bound to this transaction's connection. */
    <D> D dao(Class<D> type);

    /**
     * Runs {@code action} once this transaction has committed, and never when it rolls back: drops of
     * cache keys, wake-ups. What fails in it is logged and does not fail the call.
     */
    void afterCommit(Runnable action);
}
