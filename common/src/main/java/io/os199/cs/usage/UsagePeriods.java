package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.Granularity;
import io.os199.cs.usage.model.UsageFacts;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserDetail;
import io.os199.cs.usage.model.UserGroup;

import java.time.ZoneId;
import java.util.List;

/** Reads how clients used the product in a period. */
public final class UsagePeriods {
    /** A number that rises whenever the rollups of the client change. */
    public long usageSeq(Transaction tx, String clientId) {
        return tx.dao(UsagePeriodDao.class).usageSeq(clientId);
    }

    /**
     * One client by one statement.
     *
     * @param zone of the hours by weekday; days are those of UTC
     */
    public UsageFacts facts(
            Transaction tx,
            String clientId,
            UsagePeriod period,
            Granularity granularity,
            ZoneId zone,
            boolean wantsFeatures) {
        return tx.dao(UsagePeriodDao.class)
                .read(
                        clientId,
                        period.start(),
                        period.end(),
                        period.completeEnd(),
                        period.beforeStart(),
                        period.day(),
                        period.weekStart(),
                        granularity.field(),
                        zone.getId(),
                        wantsFeatures)
                .facts();
    }

    /** The known users of these clients together. */
    public List<UserGroup> groups(Transaction tx, List<String> clientIds, UsagePeriod period) {
        return tx.dao(UsagePeriodDao.class)
                .groups(
                        clientIds.toArray(String[]::new),
                        period.start(),
                        period.completeEnd(),
                        period.beforeStart(),
                        period.day());
    }

    /** Of those of these users that were active in the period, in the order of the keys. */
    public List<UserDetail> people(
            Transaction tx, String clientId, List<String> userKeys, UsagePeriod period) {
        return tx.dao(UsagePeriodDao.class)
                .people(clientId, userKeys.toArray(String[]::new), period.start(), period.day());
    }
}
