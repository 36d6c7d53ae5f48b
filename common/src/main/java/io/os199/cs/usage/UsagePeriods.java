package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.ClientUsage;
import io.os199.cs.usage.model.Granularity;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserGroup;

import java.time.ZoneId;
import java.util.List;

/** Reads how clients used the product in a period. */
public final class UsagePeriods {
    /**
     * Reads one client with one statement.
     *
     * @param zone the zone for the hours by weekday; days are in UTC
     */
    public ClientUsage client(
            Transaction tx,
            String clientId,
            UsagePeriod period,
            Granularity granularity,
            ZoneId zone,
            boolean wantsFeatures,
            boolean wantsUsers) {
        return tx.dao(UsagePeriodDao.class)
                .client(
                        clientId,
                        new String[] {clientId},
                        period.start(),
                        period.end(),
                        period.completeEnd(),
                        period.beforeStart(),
                        period.day(),
                        period.weekStart(),
                        granularity.field(),
                        zone.getId(),
                        wantsFeatures,
                        wantsUsers)
                .use();
    }

    /** Returns the known users of all these clients together. */
    public List<UserGroup> groups(Transaction tx, List<String> clientIds, UsagePeriod period) {
        return tx.dao(UsagePeriodDao.class)
                .groups(
                        clientIds.toArray(String[]::new),
                        period.start(),
                        period.completeEnd(),
                        period.beforeStart(),
                        period.day());
    }
}
