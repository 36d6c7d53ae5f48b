package io.os199.cs.expansion.renewal;

import java.time.LocalDate;

/** The position of a renewal in a list. */
public record RenewalPosition(LocalDate renewalDate, String clientId, String contractId) {}
