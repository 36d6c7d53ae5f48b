package io.os199.cs.expansion.renewal;

import java.time.LocalDate;

/** Where a renewal stands in a list. */
public record RenewalPosition(LocalDate renewalDate, String clientId, String contractId) {}
