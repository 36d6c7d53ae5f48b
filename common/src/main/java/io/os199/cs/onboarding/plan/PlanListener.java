package io.os199.cs.onboarding.plan;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;

/** Who has to know of a changed plan. */
public interface PlanListener {
    /** Tells of a change, in its transaction, which holds the plan. */
    void changed(Transaction tx, Plan before, Plan after, Instant now);
}
