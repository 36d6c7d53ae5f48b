package io.os199.cs.retention.churn;

import java.time.LocalDate;

/** A probability that was given, and what then happened. */
record Forecast(String clientId, LocalDate asOf, double probability, boolean happened) {}
