package io.os199.cs.retention.churn;

import io.os199.cs.retention.facts.ChurnFacts;

/**
 * A client on a day of the past, with whether it left in the {@value ChurnScore#HORIZON_DAYS} days after.
 *
 * @param window 1 for the newest of the days, 2 for the one before it, and so on
 */
record LabelledRow(ChurnFacts facts, int window, boolean churned) {}
