package io.os199.cs.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.Database;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.testing.TestClock;

import java.util.List;

/** The nightly work of the worker, over the live clients of a company and in one chunk. */
final class Nightly {
    private final UsualCompany company;
    private final TestClock clock;
    private final AuditLog audit;

    Nightly(UsualCompany company, TestClock clock) {
        this.company = company;
        this.clock = clock;
        audit = new AuditLog(clock);
    }

    /** Scores the health of all clients. */
    void health() {
        HealthScoring scoring =
                new HealthScoring(new Timeline(), audit, ClientAnswers.unkept(), clock);
        database()
                .write(
                        tx -> {
                            HealthQuery query =
                                    HealthQuery.at(
                                            UsualCompany.TODAY,
                                            clock.instant(),
                                            30,
                                            new HealthModels()
                                                    .active(tx, HealthModels.STANDARD)
                                                    .orElseThrow());
                            List<String> live = live();
                            return scoring.save(
                                    tx,
                                    query,
                                    scoring.score(tx, live, query),
                                    scoring.lock(tx, live, query),
                                    new Actor("worker", "req_test"));
                        });
    }

    /** Predicts for each client how likely it is to leave. */
    JsonNode risk() {
        return run(
                new RiskRefresh(new Timeline(), audit, ClientAnswers.unkept(), clock),
                database().read(tx -> RiskRefresh.nightly(tx, UsualCompany.TODAY)));
    }

    /** Runs a job; returns its result. */
    JsonNode run(ChunkedWork work, JobOrder order) {
        RunningJob job =
                new RunningJob("job_1", order.tool(), "system", order.arguments(), clock.instant());
        List<String> live = live();
        JobChunk chunk = new JobChunk(1, live.getFirst(), live.getLast(), live.size());
        return database().write(tx -> work.finish(tx, job, List.of(work.work(tx, job, chunk))));
    }

    private List<String> live() {
        return company.names(
                "select client_id from clients where status <> 'churned' order by client_id");
    }

    private Database database() {
        return company.database().database();
    }
}
