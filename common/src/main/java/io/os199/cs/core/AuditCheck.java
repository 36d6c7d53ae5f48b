package io.os199.cs.core;

import io.os199.cs.core.AuditVerification.Fault;
import io.os199.cs.core.AuditVerification.Summary;
import io.os199.cs.platform.database.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies the audit log automatically and stores the result where the metrics read it. Only the first faults are
 * logged; the command {@code audit verify} prints all of them.
 */
public final class AuditCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AuditCheck.class);
    private static final int LOGGED = 10;

    private final Database database;
    private final Clock clock;

    public AuditCheck(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Reads the whole log once. */
    public void run() {
        Instant started = clock.instant();
        List<Fault> first = new ArrayList<>();
        Summary summary =
                database.snapshot(
                        tx ->
                                new AuditVerification()
                                        .verify(
                                                tx,
                                                fault -> {
                                                    if (first.size() < LOGGED) {
                                                        first.add(fault);
                                                    }
                                                }));
        first.forEach(
                fault ->
                        LOG.error(
                                "the audit log is not as it was written: chain {}, sequence {}, {}:"
                                        + " {}",
                                fault.chain(),
                                fault.chainSeq(),
                                fault.entryId(),
                                fault.what()));
        String error = first.isEmpty() ? null : "%d faults".formatted(summary.faultCount());
        database.write(
                tx -> {
                    tx.dao(AuditCheckDao.class).record(started, clock.instant(), error);
                    return true;
                });
    }
}
