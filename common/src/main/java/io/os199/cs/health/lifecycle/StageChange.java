package io.os199.cs.health.lifecycle;

import io.os199.cs.core.Departure;
import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

/**
 * A move made by a person.
 *
 * @param version the version of the client that the caller saw
 * @param force whether the move may be one that the table of stages does not allow
 * @param leave why and when the client leaves; present when {@code newStage} is churned
 * @param isDaySaid whether the day of {@code leave} was given rather than assumed
 */
public record StageChange(
        LifecycleStage newStage,
        String reason,
        int version,
        boolean force,
        Departure.@Nullable Leave leave,
        boolean isDaySaid) {}
