package io.os199.cs.quickstart.demo;

import java.util.List;

/** Ticket priorities with the promises of the standard SLA policies, in minutes of the SLA clock. */
enum Priority {
    P0(5, 60, BusinessHours.ALWAYS),
    P1(15, 240, BusinessHours.ALWAYS),
    P2(60, 480, BusinessHours.WORKING),
    P3(240, 960, BusinessHours.WORKING),
    P4(480, 1_440, BusinessHours.WORKING);

    static final List<Priority> ALL = List.of(values());

    final int responseMinutes;
    final int resolutionMinutes;
    final BusinessHours clock;

    Priority(int responseMinutes, int resolutionMinutes, BusinessHours clock) {
        this.responseMinutes = responseMinutes;
        this.resolutionMinutes = resolutionMinutes;
        this.clock = clock;
    }

    boolean isHigh() {
        return this == P0 || this == P1;
    }
}
