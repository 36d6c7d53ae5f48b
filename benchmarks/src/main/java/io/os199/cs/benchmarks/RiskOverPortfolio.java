package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.risk.RiskRefresh;

import java.time.Clock;
import java.time.LocalDate;

/** Computes how likely all clients are to leave, and the signs of it. */
final class RiskOverPortfolio implements OverPortfolio {
    private final Clock clock;

    RiskOverPortfolio(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JobWork work() {
        return new RiskRefresh(new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
    }

    @Override
    public JsonNode order(Transaction tx, LocalDate today) {
        return RiskRefresh.nightly(tx, today).arguments();
    }

    @Override
    public int bare(Transaction tx, String[] clientIds, LocalDate today, Job job) {
        return tx.dao(FactsStatementDao.class).read(clientIds, today);
    }
}
