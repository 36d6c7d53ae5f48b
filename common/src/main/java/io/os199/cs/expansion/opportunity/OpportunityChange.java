package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.chance.OpportunityStage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A change to an opportunity; whatever is absent stays.
 *
 * @param version the version that the caller saw
 * @param closedOn the day it was won or lost; today when not given
 */
public record OpportunityChange(
        String opportunityId,
        int version,
        @Nullable OpportunityStage stage,
        @Nullable BigDecimal valueAmount,
        @Nullable Double probability,
        @Nullable LocalDate expectedClose,
        @Nullable String championContactId,
        @Nullable String owner,
        @Nullable String nextAction,
        @Nullable LostReason lostReason,
        @Nullable LocalDate closedOn) {}
