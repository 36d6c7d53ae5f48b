package io.os199.cs.usage.model;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A day whose rollups are out of date.
 *
 * @param markId of all marks, this one's alone
 */
public record MarkedDay(String clientId, LocalDate day, UUID markId) {
    /** Which rollup that is. */
    public ClientDay clientDay() {
        return new ClientDay(clientId, day);
    }
}
