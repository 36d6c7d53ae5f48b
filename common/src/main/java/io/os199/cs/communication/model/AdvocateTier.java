package io.os199.cs.communication.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/**
 * How much an advocate has done for us, from least to most: a tier is earned by lifetime points and makes the next
 * contribution worth more.
 */
public enum AdvocateTier {
    BRONZE(0, "1.00"),
    SILVER(500, "1.25"),
    GOLD(1_500, "1.50"),
    PLATINUM(3_000, "1.75"),
    CHAMPION(5_000, "2.00");

    private final int starts;
    private final BigDecimal multiplier;

    AdvocateTier(int starts, String multiplier) {
        this.starts = starts;
        this.multiplier = new BigDecimal(multiplier);
    }

    /** Returns the highest tier that this many points reach. */
    public static AdvocateTier of(int lifetimePoints) {
        AdvocateTier reached = BRONZE;
        for (AdvocateTier each : values()) {
            if (each.starts <= lifetimePoints) {
                reached = each;
            }
        }
        return reached;
    }

    /** Returns the lifetime points from which on it is earned. */
    public int starts() {
        return starts;
    }

    /** Returns the multiplier for the base points of a contribution. */
    public BigDecimal multiplier() {
        return multiplier;
    }

    /** Returns the next higher tier; empty for the highest. */
    public Optional<AdvocateTier> next() {
        return Arrays.stream(values()).filter(each -> each.compareTo(this) > 0).findFirst();
    }
}
