package io.os199.cs.retention.churn;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.secrets.Sha256;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.RetentionFacts;
import io.os199.cs.retention.facts.RetentionFacts.Pair;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that training learns from: clients on {@value #WINDOWS} past days {@value ChurnScore#HORIZON_DAYS} days
 * apart, with what was known about them then and whether they left in the days after. Only clients about which enough
 * is known for a probability are included.
 *
 * @param sampledRate the share of the clients that were looked at, 0 to 1: all of them except in deployments of more
 *     than {@value #MOST_CLIENTS}
 */
record LabelledRows(List<LabelledRow> rows, double sampledRate) {
    static final int WINDOWS = 20;

    /** The most clients to learn from: their rows take some 100 MB, and more would hardly move fifteen weights. */
    static final int MOST_CLIENTS = 20_000;

    private static final int CLIENTS_AT_ONCE = 500;

    LabelledRows {
        rows = List.copyOf(rows);
    }

    /** @param prior decides which clients enough is known about */
    static LabelledRows read(Transaction tx, ChurnModel prior, LocalDate trainedOn) {
        EveryClientDao dao = tx.dao(EveryClientDao.class);
        double rate = Math.min(1, MOST_CLIENTS / (double) Math.max(1, dao.count()));
        List<LabelledRow> rows = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> ids = dao.after(after, CLIENTS_AT_ONCE);
            if (ids.isEmpty()) {
                return new LabelledRows(rows, rate);
            }
            after = ids.getLast();
            List<String> sampled = ids.stream().filter(id -> isSampled(id, rate)).toList();
            if (!sampled.isEmpty()) {
                rows.addAll(of(tx, sampled, prior, trainedOn));
            }
        }
    }

    /** Whether a client is sampled; it is always the same clients. */
    private static boolean isSampled(String clientId, double rate) {
        return rate >= 1
                || Long.parseLong(Sha256.hex("sample " + clientId).substring(0, 8), 16) / 0x1p32
                        < rate;
    }

    private static List<LabelledRow> of(
            Transaction tx, List<String> clientIds, ChurnModel prior, LocalDate trainedOn) {
        Map<Pair, ChurnLabelDao.Label> labels = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        tx.dao(ChurnLabelDao.class)
                .labels(
                        clientIds.toArray(String[]::new),
                        trainedOn,
                        WINDOWS,
                        ChurnScore.HORIZON_DAYS)
                .forEach(
                        label -> {
                            Pair pair = new Pair(label.clientId(), label.day());
                            pairs.add(pair);
                            labels.put(pair, label);
                        });
        List<LabelledRow> rows = new ArrayList<>();
        RetentionFacts.features(tx, pairs, trainedOn)
                .forEach(
                        features -> {
                            ChurnFacts facts = features.toFacts();
                            ChurnLabelDao.Label label =
                                    labels.get(new Pair(facts.clientId(), facts.asOf()));
                            if (label != null && prior.score(facts).probability() != null) {
                                rows.add(new LabelledRow(facts, label.window(), label.churned()));
                            }
                        });
        return rows;
    }
}
