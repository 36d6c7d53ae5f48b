package io.os199.cs.api.tools.health;

import io.os199.cs.api.tool.WrongValue;
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

    static Fault fault(String field, String name) {
        return WrongValue.fault(
                field, name, "the IANA name of a time zone, such as Europe/Berlin, or UTC");
    }
}
