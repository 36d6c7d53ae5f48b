package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.platform.database.Transaction;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the opportunities of all clients. */
final class FindingsOverPortfolio implements OverPortfolio {
    private final Map<String, String> pairs = new ConcurrentHashMap<>();
    private final Clock clock;

    FindingsOverPortfolio(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JobWork work() {
        return new ExpansionScan(new AuditLog(clock), ClientAnswers.unkept(), clock);
    }

    @Override
    public JsonNode order(Transaction tx, LocalDate today) {
        return ExpansionScan.nightly(today).arguments();
    }

    /** Returns the number of clients examined, which is all of them; most have no row. */
    @Override
    public int bare(Transaction tx, String[] clientIds, LocalDate today, Job job) {
        FindingsStatementDao dao = tx.dao(FindingsStatementDao.class);
        dao.read(clientIds, today, pairs.computeIfAbsent(job.jobId(), counted -> dao.pairs(today)));
        return clientIds.length;
    }
}
