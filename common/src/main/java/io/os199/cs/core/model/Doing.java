package io.os199.cs.core.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An action in progress: who does it, with what and when. Whatever it writes has these in common: rows, timeline
 * events and the audit entry.
 *
 * @param source the tool, job or integration with which the actor does it
 * @param now the instant of everything that it writes
 */
public record Doing(Actor actor, String source, Instant now) {
    /** Returns the UTC day of {@link #now}. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
