package io.os199.cs.core.history;

import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * A selection of a client's events.
 *
 * @param periodEnd excluded
 * @param types empty for all
 */
public record TimelineFilter(
        String clientId,
        LocalDate periodStart,
        LocalDate periodEnd,
        List<EventType> types,
        @Nullable Impact impact,
        boolean milestonesOnly) {}
