package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;

/** A job over the portfolio, and the statement at its heart. */
interface OverPortfolio {
    JobWork work();

    /** Returns the arguments of the job, as ordered every night. */
    JsonNode order(Transaction tx, LocalDate today);

    /**
     * Fetches the rows of a chunk and drops them.
     *
     * @param job that has just done the same
     * @return how many clients have a row
     */
    int bare(Transaction tx, String[] clientIds, LocalDate today, Job job);
}
