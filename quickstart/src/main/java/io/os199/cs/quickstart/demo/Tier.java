package io.os199.cs.quickstart.demo;

import java.util.List;
import java.util.Locale;

/** The product tiers, and the typical size of a client in each. */
enum Tier {
    STARTER(3, 2, 5, 900, 0.15, 0.05),
    STANDARD(4, 4, 10, 1_500, 0.25, 0.09),
    PROFESSIONAL(5, 8, 20, 2_600, 0.45, 0.18),
    ENTERPRISE(6, 16, 40, 4_800, 0.80, 0.35);

    static final List<Tier> ALL = List.of(values());

    final int fewestContacts;
    final int fewestSeats;
    final int mostSeats;

    /** The price per seat and year, in whole units of currency. */
    final int seatPrice;

    final double touchesPerWeek;
    final double ticketsPerWeek;

    Tier(
            int fewestContacts,
            int fewestSeats,
            int mostSeats,
            int seatPrice,
            double touchesPerWeek,
            double ticketsPerWeek) {
        this.fewestContacts = fewestContacts;
        this.fewestSeats = fewestSeats;
        this.mostSeats = mostSeats;
        this.seatPrice = seatPrice;
        this.touchesPerWeek = touchesPerWeek;
        this.ticketsPerWeek = ticketsPerWeek;
    }

    boolean includes(Tier other) {
        return compareTo(other) >= 0;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
