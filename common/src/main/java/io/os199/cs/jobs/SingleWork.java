package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;

/** Work done in one transaction. What it throws is tried again, three times in all. */
public non-sealed interface SingleWork extends JobWork {
    /** The job's result; written with it in the same transaction. */
    JsonNode run(Transaction tx, RunningJob job);
}
