package io.os199.cs.worker;

import io.os199.cs.core.AuditCheck;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.AuditRetention;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.ingest.ImportRetention;
import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.UsageMonths;
import io.os199.cs.usage.UsageRetention;
import io.os199.cs.usage.UsageRollups;

import java.time.Clock;

import javax.sql.DataSource;

/** What keeps the stored rows in order, apart from the jobs. */
record Upkeep(
        UsageRollups rollups,
        UsageRetention usageRetention,
        ImportRetention importRetention,
        RowRetention rowRetention,
        AuditRetention auditRetention,
        AuditCheck auditCheck) {
    static Upkeep of(
            Database database,
            DataSource pool,
            ClientAnswers clientAnswers,
            RetentionConfig retention,
            Clock clock) {
        UsageMonths months = new UsageMonths(database, new Partitions(pool, clock));
        return new Upkeep(
                new UsageRollups(database, clientAnswers, clock),
                new UsageRetention(database, months, retention.usageMonths(), clock),
                new ImportRetention(database, clock),
                RowRetention.of(database, retention, clock),
                new AuditRetention(database, new AuditLog(clock), retention.auditMonths(), clock),
                new AuditCheck(database, clock));
    }
}
