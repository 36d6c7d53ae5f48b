package io.os199.cs.health.lifecycle;

import io.os199.cs.core.Departure;
import io.os199.cs.core.model.LifecycleStage;

import org.jspecify.annotations.Nullable;

/**
 * A move that somebody makes.
 *
 * @param version of the client that the caller saw
 * @param force whether the move may be one that the table does not have
 * @param leave why and when the client leaves; there where {@code newStage} is churned
 * @param isDaySaid whether the day of {@code leave} was said and not assumed
 */
public record StageChange(
        LifecycleStage newStage,
        String reason,
        int version,
        boolean force,
        Departure.@Nullable Leave leave,
        boolean isDaySaid) {}
