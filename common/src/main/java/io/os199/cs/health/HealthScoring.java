package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** Scores clients, one or a chunk of the portfolio, by the same statement. */
public final class HealthScoring {
    /** In the order of the ids; an id without a client has no score. */
    public List<HealthScore> score(Transaction tx, List<String> clientIds, HealthQuery query) {
        HealthModel model = query.model();
        return tx
                .dao(HealthStatementDao.class)
                .score(
                        clientIds.toArray(String[]::new),
                        query.asOf(),
                        query.useDay(),
                        query.cut(),
                        query.isToday(),
                        query.lookbackDays(),
                        model.modelId(),
                        model.modelVersion())
                .stream()
                .map(HealthStatementDao.Row::toScore)
                .toList();
    }
}
