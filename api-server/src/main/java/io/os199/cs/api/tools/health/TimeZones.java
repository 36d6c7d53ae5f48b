package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.Refusal.Fault;

import java.time.ZoneId;
import java.util.Optional;

/** Time zones as callers name them. */
final class TimeZones {
    private TimeZones() {}

    /**
     * Finds a zone by its IANA name only: offsets and abbreviations mean different things to PostgreSQL and to Java.
     */
    static Optional<ZoneId> find(String name) {
        return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/")
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }

    static Fault fault(String field) {
        return new Fault(
                field, field + " is not the IANA name of a time zone", "Europe/Berlin, or UTC");
    }
}
