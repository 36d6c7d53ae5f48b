package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The tasks that a list shows.
 *
 * @param dueBefore only tasks due before that day
 * @param csm the CSM of the client, ignoring case
 * @param status absent for all
 */
public record TaskFilter(
        @Nullable String clientId,
        @Nullable LocalDate dueBefore,
        @Nullable String csm,
        @Nullable TaskStatus status) {}
