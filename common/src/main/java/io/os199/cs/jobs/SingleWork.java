package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;

/** Work done in one transaction. When it throws it is tried again, three times in all. */
public non-sealed interface SingleWork extends JobWork {
    /** Returns the job's result, which is stored in the same transaction. */
    JsonNode run(Transaction tx, RunningJob job);
}
