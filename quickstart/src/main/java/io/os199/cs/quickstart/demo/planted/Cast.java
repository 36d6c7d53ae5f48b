package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Everything that is planted, and who plays which role. */
public final class Cast {
    /** The planted truths. Clients are assigned in this order, so a new one goes at the end. */
    public static final List<Truth> TRUTHS =
            List.of(
                    new ChampionLeft(),
                    new ShelfWare(),
                    new PriceShock(),
                    new OutageWeek(),
                    new FeatureRename(),
                    new SupportMeltdown(),
                    new WhaleInDecline(),
                    new SeatsBursting(),
                    new DuplicateAccount(),
                    new HostileTicket(),
                    new ForeignLanguages());

    private static final List<Role> ROLES =
            TRUTHS.stream().flatMap(truth -> truth.roles().stream()).toList();

    private Cast() {}

    public static int size() {
        return ROLES.size();
    }

    /** Returns the role of the n-th client that has one. */
    public static Optional<Role> role(int n) {
        return n >= 0 && n < ROLES.size() ? Optional.of(ROLES.get(n)) : Optional.empty();
    }

    public static int place(Role role) {
        return ROLES.indexOf(role);
    }

    public static double use(LocalDate day, LocalDate today) {
        return TRUTHS.stream()
                .mapToDouble(truth -> truth.use(day, today))
                .reduce(1, (a, b) -> a * b);
    }

    public static double unrest(LocalDate day, LocalDate today) {
        return TRUTHS.stream()
                .mapToDouble(truth -> truth.unrest(day, today))
                .reduce(1, (a, b) -> a * b);
    }
}
