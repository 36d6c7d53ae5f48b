package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import java.time.LocalDate;
import java.util.List;

/** The day before which a period ends. */
public final class PeriodEnd {
    private PeriodEnd() {}

    /** Returns a fault where the period goes beyond today, of which nothing is known; otherwise none. */
    public static List<Fault> faults(LocalDate end, LocalDate today) {
        LocalDate tomorrow = today.plusDays(1);
        return end.isAfter(tomorrow)
                ? List.of(
                        new Fault(
                                "period_end",
                                "period_end %s is later than tomorrow".formatted(end),
                                tomorrow + " or before; it is not in the period"))
                : List.of();
    }
}
