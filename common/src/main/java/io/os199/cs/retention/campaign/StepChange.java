package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A change to a step; what is absent stays as it is.
 *
 * @param version the version of the campaign that the caller saw
 */
public record StepChange(
        String campaignId,
        int stepNo,
        int version,
        @Nullable StepStatus status,
        @Nullable LocalDate dueDate,
        @Nullable String resultText) {}
