package io.os199.cs.expansion.renewal;

import io.os199.cs.expansion.renewal.RenewalFactsDao.StoredReminder;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renewals in date order, with the data shown around them. */
public final class RenewalList {
    private final RenewalFactsDao dao;
    private final RenewalFilter filter;

    public RenewalList(Transaction tx, RenewalFilter filter) {
        this.dao = tx.dao(RenewalFactsDao.class);
        this.filter = filter;
    }

    /** Returns at most {@code most} renewals, ordered by date, client and contract. */
    public List<ListedRenewal> after(@Nullable RenewalPosition position, int most) {
        return dao.page(
                filter,
                position == null ? null : position.renewalDate(),
                position == null ? null : position.clientId(),
                position == null ? null : position.contractId(),
                most);
    }

    /** Summarizes the whole list. */
    public RenewalSummary summary() {
        RenewalFactsDao.Summary found = dao.summary(filter);
        return new RenewalSummary(
                found.renewalCount(),
                found.arrDueAmount(),
                found.byWindow(),
                found.byStage(),
                found.byRisk(),
                found.autoRenewCount(),
                found.withoutProbabilityCount());
    }

    /** Reads one renewal that is known to exist. */
    public static ListedRenewal one(
            Transaction tx, String clientId, String contractId, LocalDate today) {
        return tx.dao(RenewalFactsDao.class).one(RenewalFilter.of(clientId, today), contractId);
    }

    /** The contacts who decide, speak for us or pay, in this order. */
    public static List<RenewalContact> contacts(Transaction tx, String clientId, int most) {
        return tx.dao(RenewalFactsDao.class).contacts(clientId, most);
    }

    /** The reminders of a client's renewals that were sent or skipped, by contract and days before. */
    public static Map<String, Map<Integer, Reminder.Status>> reminders(
            Transaction tx, String clientId) {
        Map<String, Map<Integer, Reminder.Status>> reminders = new HashMap<>();
        for (StoredReminder each : tx.dao(RenewalFactsDao.class).reminders(clientId)) {
            reminders
                    .computeIfAbsent(each.contractId(), contract -> new HashMap<>())
                    .put(each.daysBefore(), each.status());
        }
        return reminders;
    }
}
