package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** References by senders to clients that do not exist. */
public final class Unmatched {
    private Unmatched() {}

    /**
     * Counts such references.
     *
     * @param kind the kind of record that named the clients
     * @param references the references as they were sent, each as often as it came
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
