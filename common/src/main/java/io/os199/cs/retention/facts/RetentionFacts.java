package io.os199.cs.retention.facts;

import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.List;

/** Reads the facts that bear on whether clients stay. */
public final class RetentionFacts {
    private RetentionFacts() {}

    /** A client and a day. */
    public record Pair(String clientId, LocalDate day) {}

    /**
     * Returns the features of these pairs, in the order of clients and days; a client that does not exist is left
     * out.
     *
     * @param today the only day for which the renewal data in the client's row counts
     */
    public static List<ClientChurnFeatures> features(
            Transaction tx, List<Pair> pairs, LocalDate today) {
        return tx.dao(RetentionFactsDao.class)
                .features(clients(pairs), days(pairs), today, HealthModels.STANDARD);
    }

    /** Returns all that is known about these clients on a day, in their order. */
    public static List<ClientReading> readings(
            Transaction tx, List<String> clientIds, LocalDate day, LocalDate today) {
        return readings(tx, clientIds.stream().map(id -> new Pair(id, day)).toList(), today);
    }

    /** Returns all that is known about clients on days, in the order of clients and days. */
    public static List<ClientReading> readings(Transaction tx, List<Pair> pairs, LocalDate today) {
        return tx
                .dao(RetentionFactsDao.class)
                .signals(clients(pairs), days(pairs), today, HealthModels.STANDARD)
                .stream()
                .map(RetentionFactsDao.Row::toReading)
                .toList();
    }

    private static String[] clients(List<Pair> pairs) {
        return pairs.stream().map(Pair::clientId).toArray(String[]::new);
    }

    private static String[] days(List<Pair> pairs) {
        return pairs.stream().map(pair -> pair.day().toString()).toArray(String[]::new);
    }
}
