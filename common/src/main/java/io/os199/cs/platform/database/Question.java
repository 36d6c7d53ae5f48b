package io.os199.cs.platform.database;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Parts asked as one statement without a transaction around it. */
final class Question {
    private Question() {}

    /** Asks the parts, again over another connection when an open one breaks. */
    static Parts ask(
            Connections connections,
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        for (int left = connections.attempts() - 1; ; left--) {
            long generation = connections.generation();
            boolean opened = false;
            try (Handle handle = connections.open()) {
                opened = true;
                return ask(handle, title, parts, values, limit);
            } catch (RuntimeException e) {
                if (!SqlStates.isLost(SqlStates.of(e))) {
                    throw e;
                }
                connections.discard(generation);
                if (!opened || left == 0 || Cancellation.currentIsCancelled()) {
                    throw e;
                }
            }
        }
    }

    private static Parts ask(
            Handle handle,
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        Cancellation.enter(handle.getConnection());
        try {
            if (Cancellation.currentIsCancelled()) {
                throw new CancelledException("the call was stopped", null);
            }
            return Parts.read(handle, title, parts, values, limit);
        } finally {
            Cancellation.leave(handle.getConnection());
        }
    }
}
