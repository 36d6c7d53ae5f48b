package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The parameters of a run of the rules.
 *
 * @param currentStage the stage whose clients are considered; absent for all
 * @param isDry whether clients stay where they are
 */
public record LifecycleOrder(
        LocalDate today, @Nullable LifecycleStage currentStage, boolean isDry) {}
