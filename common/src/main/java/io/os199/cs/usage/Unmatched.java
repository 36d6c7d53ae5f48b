package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Clients that senders named and that there are not. */
public final class Unmatched {
    private Unmatched() {}

    /**
     * Counts them.
     *
     * @param kind of what named them
     * @param references as they were sent, each as often as it came
     */
    public static void count(Transaction tx, String kind, List<String> references, Instant now) {
        Map<String, Integer> counts = new TreeMap<>();
        references.forEach(reference -> counts.merge(reference, 1, Integer::sum));
        if (!counts.isEmpty()) {
            tx.dao(UnmatchedDao.class)
                    .count(
                            UsageIntake.SOURCE,
                            kind,
                            List.copyOf(counts.keySet()),
                            List.copyOf(counts.values()),
                            now);
        }
    }
}
