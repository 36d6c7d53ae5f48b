package io.os199.cs.benchmarks;

import io.os199.cs.platform.database.JoinedSql;

import org.jdbi.v3.sqlobject.SqlObject;

import java.time.LocalDate;
import java.util.List;

/** The statements that find opportunities, with nothing around them: their rows are fetched and ignored. */
interface FindingsStatementDao extends SqlObject {
    List<String> FOUND = List.of(text("upsell"), text("crossSell"), text("multiYear"));

    private static String text(String method) {
        return JoinedSql.text("io.os199.cs.expansion.finding.FoundDao", method);
    }

    /** Returns the pairs of products of all clients. */
    default String pairs(LocalDate day) {
        return getHandle()
                .createQuery(text("countedPairs"))
                .bind("today", day)
                .bindByType("clientId", null, String.class)
                .bindByType("counted", null, String.class)
                .mapTo(String.class)
                .one();
    }

    /** Returns the number of findings. */
    default int read(String[] clientIds, LocalDate day, String pairs) {
        return FOUND.stream()
                .mapToInt(
                        statement ->
                                getHandle()
                                        .createQuery(statement)
                                        .bind("clientIds", clientIds)
                                        .bind("today", day)
                                        .bindByType("clientId", null, String.class)
                                        .bind("counted", pairs)
                                        .scanResultSet(FetchedRows::count))
                .sum();
    }
}
