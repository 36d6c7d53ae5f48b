package io.os199.cs.onboarding.plan;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;

/** A listener that must know of changes to plans. */
public interface PlanListener {
    /** Reports a change, in its transaction, which has the plan locked. */
    void changed(Transaction tx, Plan before, Plan after, Instant now);
}
