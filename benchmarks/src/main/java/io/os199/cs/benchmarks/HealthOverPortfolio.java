package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PortfolioOrder;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.LocalDate;

/** Computes the health scores of all clients. */
final class HealthOverPortfolio implements OverPortfolio {
    private final HealthModels models = new HealthModels();
    private final Clock clock;

    HealthOverPortfolio(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JobWork work() {
        HealthScoring scoring =
                new HealthScoring(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        return new PortfolioScoring(scoring, models, clock);
    }

    @Override
    public JsonNode order(Transaction tx, LocalDate today) {
        return Json.tree(PortfolioOrder.of(model(tx), today, false));
    }

    @Override
    public int bare(Transaction tx, String[] clientIds, LocalDate today, Job job) {
        HealthModel model = model(tx);
        return tx.dao(ScoreStatementDao.class)
                .score(
                        clientIds,
                        HealthQuery.at(
                                today, job.submittedAt(), model.defaultLookbackDays(), model));
    }

    private HealthModel model(Transaction tx) {
        return models.active(tx, HealthModels.STANDARD).orElseThrow();
    }
}
