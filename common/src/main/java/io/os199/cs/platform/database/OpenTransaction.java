package io.os199.cs.platform.database;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A transaction that has begun, as its work sees it. */
final class OpenTransaction implements Transaction {
    private static final String ATTEMPT = "attempt";

    private final Handle handle;
    private final List<Runnable> actions = new ArrayList<>();
    private final Map<Class<?>, Object> daos = new HashMap<>();

    OpenTransaction(Handle handle) {
        this.handle = handle;
    }

    @Override
    public <D> D dao(Class<D> type) {
        return type.cast(daos.computeIfAbsent(type, handle::attach));
    }

    @Override
    public Parts ask(
            String title, List<Part<?>> parts, Map<String, ? extends @Nullable Object> values) {
        return Parts.read(handle, title, parts, values, Duration.ZERO);
    }

    @Override
    public <T> Optional<T> within(Duration limit, Supplier<T> work) {
        handle.savepoint(ATTEMPT);
        try {
            handle.createQuery("select set_config('statement_timeout', :millis, true)")
                    .bind("millis", Long.toString(limit.toMillis()))
                    .mapTo(String.class)
                    .one();
            T result = work.get();
            handle.releaseSavepoint(ATTEMPT);
            return Optional.of(result);
        } catch (RuntimeException e) {
            if (!SqlStates.isCanceled(SqlStates.of(e)) || Cancellation.currentIsCancelled()) {
                throw e;
            }
            handle.rollbackToSavepoint(ATTEMPT);
            return Optional.empty();
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        actions.add(action);
    }

    List<Runnable> actions() {
        return actions;
    }
}
