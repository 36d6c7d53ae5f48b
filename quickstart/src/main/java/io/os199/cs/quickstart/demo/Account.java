package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Cast;
import io.os199.cs.quickstart.demo.planted.Role;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The identity of a client: the facts that do not change over its life. */
record Account(
        int number,
        String id,
        String name,
        String industry,
        String domain,
        Tier tier,
        @Nullable String csm,
        int seats,
        LocalDate start) {
    /** The numbers of the three well-known companies, each with a story that illustrates something. */
    static final int ACME = 0;

    static final int GLOBEX = 1;
    static final int INITECH = 2;

    /** The first client after the well-known ones; from here on, clients play the planted roles. */
    private static final int FIRST_ROLE = INITECH + 1;

    private static final List<String> CSMS =
            List.of("csm.north", "csm.south", "csm.east", "csm.west", "csm.harbour", "csm.summit");

    static Account of(DemoOptions options, int number) {
        Dice dice = Dice.of(options.seed(), number, "account");
        Role role = role(number);
        if (role != null) {
            return of(options, number, role, dice);
        }
        String name = FictionalNames.company(options.seed(), number);
        Tier tier = tier(number, dice);
        LocalDate start = options.today().minusDays(age(number, options, dice));
        return new Account(
                number,
                dice.id("client", History.morning(start)),
                name,
                FictionalNames.industry(options.seed(), number),
                FictionalNames.domain(name),
                tier,
                number <= INITECH || dice.chance(0.97) ? dice.pick(CSMS) : null,
                dice.between(tier.fewestSeats, tier.mostSeats),
                start);
    }

    private static Account of(DemoOptions options, int number, Role role, Dice dice) {
        LocalDate start = options.today().minusDays(role.ageDays());
        return new Account(
                number,
                dice.id("client", History.morning(start)),
                role.name(),
                role.industry(),
                role.domain(),
                Tier.valueOf(role.tier().toUpperCase(Locale.ROOT)),
                dice.pick(CSMS),
                role.seats(),
                start);
    }

    /** Returns the number of the client that plays the role. */
    static int number(Role role) {
        return FIRST_ROLE + Cast.place(role);
    }

    private static @Nullable Role role(int number) {
        return Cast.role(number - FIRST_ROLE).orElse(null);
    }

    /** Returns the client's role, if it is one of the cast. */
    @Nullable Role role() {
        return role(number);
    }

    boolean isWellKnown() {
        return number <= INITECH;
    }

    /** Whether its story is scripted, so that chance does not end it or change its contract. */
    boolean isWritten() {
        return number < FIRST_ROLE + Cast.size();
    }

    long weeksUntil(LocalDate day) {
        return Math.max(0, ChronoUnit.DAYS.between(start, day) / 7);
    }

    /** Returns who is named as the author of what is done for the client. */
    String owner() {
        return csm == null ? "csm.pool" : csm;
    }

    private static Tier tier(int number, Dice dice) {
        return switch (number) {
            case ACME -> Tier.PROFESSIONAL;
            case GLOBEX -> Tier.ENTERPRISE;
            case INITECH -> Tier.STANDARD;
            default -> dice.pick(Tier.ALL, 0.40, 0.35, 0.18, 0.07);
        };
    }

    /** Returns the days since the contract began. Globex comes up for renewal in five weeks. */
    private static int age(int number, DemoOptions options, Dice dice) {
        return switch (number) {
            case ACME -> 900;
            case GLOBEX -> 3 * 365 - 35;
            case INITECH -> 40;
            default ->
                    switch (dice.weighted(0.10, 0.40, 0.50)) {
                        case 0 -> dice.between(5, 90);
                        case 1 -> dice.between(91, 730);
                        default ->
                                dice.between(
                                        731, Math.max(DemoOptions.OLDEST_DAYS, options.days()));
                    };
        };
    }
}
