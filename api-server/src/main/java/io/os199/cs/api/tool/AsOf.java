package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** The day that reads take for today. */
public final class AsOf {
    private AsOf() {}

    /** That it is later than today, of which nothing is known; empty where it is not, or is absent. */
    public static List<Fault> faults(@Nullable LocalDate asOf, LocalDate today) {
        return asOf == null || !asOf.isAfter(today)
                ? List.of()
                : List.of(
                        new Fault(
                                "as_of",
                                "as_of " + asOf + " is later than today",
                                today + " or before"));
    }
}
