package io.os199.cs.usage.model;

import java.time.LocalDate;

/**
 * A day whose rollups are out of date.
 *
 * @param markNo of all marks, this one's alone
 */
public record MarkedDay(String clientId, LocalDate day, long markNo) {
    /** Which rollup that is. */
    public ClientDay clientDay() {
        return new ClientDay(clientId, day);
    }
}
