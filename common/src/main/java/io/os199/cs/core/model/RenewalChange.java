package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Progress of a renewal; absent means not given.
 *
 * @param contractId absent for the client's only open renewal
 * @param version the version that the caller saw
 * @param newStage an open one
 * @param reason why it goes back
 */
public record RenewalChange(
        @Nullable String contractId,
        int version,
        @Nullable RenewalStage newStage,
        @Nullable BigDecimal proposedArr,
        @Nullable LocalDate nextContactOn,
        @Nullable String owner,
        @Nullable String reason) {}
