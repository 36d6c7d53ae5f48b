package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * The users of the product at one client.
 *
 * @param contractStartedOn the start of the earliest active contract
 * @param eventsKeptFrom the first day from which all events are kept, as far as a past day needs them; absent while
 *     none are missing
 * @param roles the largest first
 */
public record ClientUse(
        @Nullable LocalDate contractStartedOn,
        int knownUserCount,
        int activeUserCount,
        long userDayCount,
        @Nullable LocalDate eventsKeptFrom,
        List<RoleUse> roles) {}
