package io.os199.cs.expansion.finding;

import io.os199.cs.expansion.finding.FoundDao.Row;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What the rules find: of one client as of thousands, by the same statements. */
final class FindingRules {
    private FindingRules() {}

    /** The findings of all families for these clients, in no particular order. */
    static List<Row> apply(Transaction tx, List<String> clientIds, LocalDate today) {
        FoundDao dao = tx.dao(FoundDao.class);
        String[] ids = clientIds.toArray(String[]::new);
        List<Row> rows = new ArrayList<>(dao.upsell(ids, today));
        rows.addAll(dao.crossSell(ids, today, ids.length == 1 ? ids[0] : null));
        rows.addAll(dao.multiYear(ids, today));
        return rows;
    }
}
