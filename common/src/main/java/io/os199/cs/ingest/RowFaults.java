package io.os199.cs.ingest;

import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Keeps the faults of rows: the first ten thousand one by one, all of them as counts. */
final class RowFaults {
    /** The number of faults that are kept. */
    static final int MOST = 10_000;

    private RowFaults() {}

    /** Keeps faults, and returns how many were kept. */
    static int keep(Transaction tx, Course course, List<RowFault> faults) {
        int room = MOST - course.keptErrorCount();
        if (room <= 0 || faults.isEmpty()) {
            return 0;
        }
        List<RowFault> first = faults.subList(0, Math.min(room, faults.size()));
        List<@Nullable String> values = new ArrayList<>();
        first.forEach(fault -> values.add(fault.value()));
        return tx.dao(FaultDao.class)
                .keep(
                        course.importId(),
                        first.stream().map(RowFault::line).toList(),
                        first.stream().map(RowFault::field).toList(),
                        first.stream().map(fault -> fault.code().wire()).toList(),
                        first.stream().map(RowFault::message).toList(),
                        values,
                        room);
    }
}
