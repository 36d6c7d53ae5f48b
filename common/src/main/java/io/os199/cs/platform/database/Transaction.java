package io.os199.cs.platform.database;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One transaction under way. Used by the thread that opened it, and not after it has ended. */
public interface Transaction {
    /** The DAO of the given type, bound to this transaction's connection. */
    <D> D dao(Class<D> type);

    /** Like {@link Database#ask}, in this transaction and without a limit. */
    Parts ask(String title, List<Part<?>> parts, Map<String, ? extends @Nullable Object> values);

    /**
     * Runs the statements of {@code work}, each for at most {@code limit}. One that takes longer is stopped, what
     * {@code work} did is undone, the result is empty, and the transaction goes on. The limit then applies to the
     * rest of the transaction.
     */
    <T> Optional<T> within(Duration limit, Supplier<T> work);

    /**
     * Runs {@code action} once this transaction has committed, and never when it rolls back: for example to drop
     * cache keys or wake workers. A failure in it is logged and does not fail the call.
     */
    void afterCommit(Runnable action);
}
