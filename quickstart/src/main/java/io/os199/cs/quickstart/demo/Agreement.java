package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** One contract while its story is told: what was signed stays, its status and amendments come later. */
final class Agreement {
    final String id;
    final String type;
    final LocalDate start;
    final LocalDate end;

    /** ARR in hundredths; negative only where an amendment takes something away. */
    final long value;

    final @Nullable Integer seats;
    final boolean autoRenews;

    /** The amendments that added to a base contract, or took something away, during its term. */
    final List<Agreement> additions = new ArrayList<>();

    String status = "active";
    String paymentStatus = "current";
    @Nullable LocalDate terminatedOn;

    Agreement(
            String id,
            String type,
            LocalDate start,
            LocalDate end,
            long value,
            @Nullable Integer seats,
            boolean autoRenews) {
        this.id = id;
        this.type = type;
        this.start = start;
        this.end = end;
        this.value = value;
        this.seats = seats;
        this.autoRenews = autoRenews;
    }

    long valueWithAdditions() {
        return value + additions.stream().mapToLong(a -> a.value).sum();
    }

    int seatsWithAdditions() {
        int total = seats == null ? 0 : seats;
        for (Agreement addition : additions) {
            total += addition.seats == null ? 0 : addition.seats;
        }
        return total;
    }

    boolean isBase() {
        return type.equals("new") || type.equals("renewal");
    }

    boolean isInForce(LocalDate day) {
        LocalDate over = terminatedOn == null ? end.plusDays(1) : terminatedOn;
        return !day.isBefore(start) && day.isBefore(over);
    }

    void expire() {
        status = "expired";
        additions.forEach(a -> a.status = "expired");
    }

    void terminate(LocalDate on) {
        status = "terminated";
        terminatedOn = on;
        additions.forEach(
                a -> {
                    a.status = "terminated";
                    a.terminatedOn = on;
                });
    }
}
