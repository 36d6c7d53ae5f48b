package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A sign of risk while it lasted.
 *
 * @param indicatorKey the key as it is stored
 * @param resolvedOn absent for one that lasted to the end
 */
public record Episode(
        String indicatorKey,
        Severity severity,
        LocalDate openedOn,
        @Nullable LocalDate resolvedOn,
        Origin origin) {

    /** Returns the last day on which it stood, at most {@code end}. */
    public LocalDate until(LocalDate end) {
        return resolvedOn == null ? end : resolvedOn;
    }
}
