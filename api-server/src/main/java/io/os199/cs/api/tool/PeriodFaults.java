package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The faults of a period with an exclusive end. */
public final class PeriodFaults {
    private PeriodFaults() {}

    /**
     * Returns the faults of a period that reaches beyond {@code asOf}, or has no day or more than {@code mostDays}
     * days.
     */
    public static List<Fault> of(LocalDate start, LocalDate end, LocalDate asOf, int mostDays) {
        List<Fault> faults = new ArrayList<>(late(end, asOf));
        long days = ChronoUnit.DAYS.between(start, end);
        if (days < 1 || days > mostDays) {
            faults.add(
                    new Fault(
                            "period_start",
                            "the period from period_start %s to period_end %s has %d days; send one of 1 to %d"
                                    .formatted(start, end, days, mostDays),
                            "1 to %d days, period_start before period_end".formatted(mostDays)));
        }
        return faults;
    }

    /** Returns the fault of a period that reaches beyond {@code asOf}; empty if it does not. */
    public static List<Fault> late(LocalDate end, LocalDate asOf) {
        LocalDate last = asOf.plusDays(1);
        return end.isAfter(last)
                ? List.of(
                        new Fault(
                                "period_end",
                                "period_end %s is later than the day after as_of; send %s or before"
                                        .formatted(end, last),
                                last + " or before; it is not in the period"))
                : List.of();
    }
}
