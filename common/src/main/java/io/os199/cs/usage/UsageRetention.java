package io.os199.cs.usage;

import io.os199.cs.platform.database.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Drops the months of events and hours whose retention has ended; the daily rollups stay. */
public final class UsageRetention {
    private static final Logger LOG = LoggerFactory.getLogger(UsageRetention.class);

    private final Database database;
    private final UsageMonths months;
    private final int keptMonths;
    private final Clock clock;

    /** @param keptMonths the number of whole months kept besides the current one; 0 to keep them forever */
    public UsageRetention(Database database, UsageMonths months, int keptMonths, Clock clock) {
        this.database = database;
        this.months = months;
        this.keptMonths = keptMonths;
        this.clock = clock;
    }

    /** Drops the oldest month first; stops at one that cannot be dropped yet, which the next night tries again. */
    public void run() {
        if (keptMonths == 0) {
            return;
        }
        YearMonth firstKept = YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(keptMonths);
        for (YearMonth month : months.keptBefore(firstKept)) {
            LocalDate day = month.atDay(1);
            if (!database.write(tx -> tx.dao(UsageMonthDao.class).drop(day))) {
                LOG.warn("usage events of {} are kept: their rollup is not done", month);
                return;
            }
            LOG.info("usage events of {} were dropped", month);
        }
    }
}
