package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What a run of the rules is to do.
 *
 * @param currentStage whose clients are looked at; absent: all
 * @param isDry whether clients stay where they are
 */
public record LifecycleOrder(
        LocalDate today, @Nullable LifecycleStage currentStage, boolean isDry) {}
