package io.os199.cs.expansion.finding;

import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.FoundDao.Row;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Applies the rules, to one client or to thousands, by the same statements. */
final class FindingRules {
    private FindingRules() {}

    private static final List<OpportunityType> OTHER_PRODUCTS =
            List.of(OpportunityType.CROSS_SELL, OpportunityType.ADD_ON);

    /** Returns the findings of all families for these clients, in no particular order. */
    static List<Row> apply(Transaction tx, List<String> clientIds, LocalDate today) {
        return apply(tx, clientIds, today, List.of(OpportunityType.values()));
    }

    /**
     * Does the same as {@link #apply(Transaction, List, LocalDate)} for some of many clients.
     *
     * @param pairs the result of {@link #pairs}
     */
    static List<Row> apply(Transaction tx, List<String> clientIds, LocalDate today, String pairs) {
        return apply(tx, clientIds, today, List.of(OpportunityType.values()), pairs);
    }

    /** Counts the products that clients have together, once for all of them. */
    static String pairs(Transaction tx, LocalDate today) {
        return tx.dao(FoundDao.class).countedPairs(today, null, null);
    }

    /**
     * Does the same as {@link #apply} for the families that have one of these types, and always for upgrades, since
     * they may contain other products.
     */
    static List<Row> apply(
            Transaction tx, List<String> clientIds, LocalDate today, List<OpportunityType> wanted) {
        return apply(tx, clientIds, today, wanted, null);
    }

    private static List<Row> apply(
            Transaction tx,
            List<String> clientIds,
            LocalDate today,
            List<OpportunityType> wanted,
            @Nullable String pairs) {
        FoundDao dao = tx.dao(FoundDao.class);
        String[] ids = clientIds.toArray(String[]::new);
        List<Row> rows = new ArrayList<>(dao.upsell(ids, today));
        if (!Collections.disjoint(wanted, OTHER_PRODUCTS)) {
            rows.addAll(dao.crossSell(ids, today, ids.length == 1 ? ids[0] : null, pairs));
        }
        if (wanted.contains(OpportunityType.MULTI_YEAR)) {
            rows.addAll(dao.multiYear(ids, today));
        }
        return rows;
    }
}
