package io.os199.cs.worker;

import io.os199.cs.communication.automation.RunRetention;
import io.os199.cs.communication.mail.MailRetention;
import io.os199.cs.expansion.renewal.ForecastRetention;
import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Expiry;
import io.os199.cs.retention.risk.PredictionRetention;
import io.os199.cs.support.SupportRetention;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Removes every night what has outlived its retention; usage goes by the month, and each import removes its own. */
final class RowRetention {
    private static final Logger LOG = LoggerFactory.getLogger(RowRetention.class);

    private final Database database;
    private final List<Expiry> expiries;
    private final Clock clock;

    RowRetention(Database database, List<Expiry> expiries, Clock clock) {
        this.database = database;
        this.expiries = List.copyOf(expiries);
        this.clock = clock;
    }

    static RowRetention of(Database database, RetentionConfig config, Clock clock) {
        List<Expiry> all = new ArrayList<>(MailRetention.of(config.emailMonths()));
        all.add(RunRetention.of(config.automationMonths()));
        all.addAll(SupportRetention.of(config.portalMonths(), config.searchMonths()));
        all.add(ForecastRetention.of(config.forecastMonths()));
        all.add(PredictionRetention.ofDays());
        return new RowRetention(database, all, clock);
    }

    /**
     * Removes everything that has outlived its retention; a failure does not stop the rest, and the first one is
     * thrown at the end.
     */
    void run() {
        @Nullable RuntimeException failure = null;
        for (Expiry each : expiries) {
            try {
                long ended = each.run(database, clock);
                if (ended > 0) {
                    LOG.info("{} {} were too old to be kept", ended, each.rows());
                }
            } catch (RuntimeException e) {
                LOG.warn("{} that are too old were not all ended", each.rows(), e);
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
