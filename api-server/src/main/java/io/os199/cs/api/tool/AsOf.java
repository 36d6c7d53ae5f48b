package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** The day that reads take as today. */
public final class AsOf {
    private AsOf() {}

    /** Returns a fault where the day is later than today, of which nothing is known; otherwise none. */
    public static List<Fault> faults(@Nullable LocalDate asOf, LocalDate today) {
        return asOf == null || !asOf.isAfter(today)
                ? List.of()
                : List.of(
                        new Fault(
                                "as_of",
                                "as_of %s is later than today; send %s or before"
                                        .formatted(asOf, today),
                                today + " or before"));
    }
}
