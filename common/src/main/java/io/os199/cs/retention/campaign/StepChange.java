package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What is to become of a step; what is absent stays.
 *
 * @param version of the campaign as it was seen
 */
public record StepChange(
        String campaignId,
        int stepNo,
        int version,
        @Nullable StepStatus status,
        @Nullable LocalDate dueDate,
        @Nullable String resultText) {}
