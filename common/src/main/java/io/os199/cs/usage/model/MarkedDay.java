package io.os199.cs.usage.model;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A day whose rollups are out of date.
 *
 * @param markId unique among all marks
 */
public record MarkedDay(String clientId, LocalDate day, UUID markId) {
    /** Returns the client's day that is marked. */
    public ClientDay clientDay() {
        return new ClientDay(clientId, day);
    }
}
