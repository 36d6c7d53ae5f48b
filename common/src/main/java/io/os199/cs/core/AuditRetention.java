package io.os199.cs.core;

import io.os199.cs.core.AuditDao.MonthEnd;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Drops months from the audit log once their retention has ended. What remains can still be verified and begins where
 * {@code audit_chains} says; each drop is an entry of its own.
 */
public final class AuditRetention {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
    private static final Actor SYSTEM = new Actor("system", null);

    private final Database database;
    private final AuditLog audit;
    private final int keptMonths;
    private final Clock clock;

    /** @param keptMonths whole months kept besides the current one, at least 12; 0 keeps all forever */
    public AuditRetention(Database database, AuditLog audit, int keptMonths, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.keptMonths = keptMonths;
        this.clock = clock;
    }

    /** Drops the oldest months first; stops at a month that has to stay, which is tried again the next night. */
    public void run() {
        if (keptMonths == 0) {
            return;
        }
        LocalDate firstKept =
                YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(keptMonths).atDay(1);
        for (LocalDate month : database.current(tx -> tx.dao(AuditDao.class).months(firstKept))) {
            MonthEnd end = database.write(tx -> drop(tx, month));
            switch (end) {
                case DROPPED -> LOG.info("the audit log of {} was dropped", YearMonth.from(month));
                case BUSY ->
                        LOG.warn(
                                "the audit log of {} is kept: it is in use", YearMonth.from(month));
                case BROKEN ->
                        LOG.error(
                                "the audit log of {} is kept: entries are missing or too many;"
                                        + " verify it",
                                YearMonth.from(month));
            }
            if (end != MonthEnd.DROPPED) {
                return;
            }
        }
    }

    private MonthEnd drop(Transaction tx, LocalDate month) {
        MonthEnd end = tx.dao(AuditDao.class).drop(month);
        if (end == MonthEnd.DROPPED) {
            List<String> what = List.of("audit_log_" + YearMonth.from(month));
            audit.record(tx, AuditEntry.done(SYSTEM, "audit-retention", "drop month", what));
        }
        return end;
    }
}
