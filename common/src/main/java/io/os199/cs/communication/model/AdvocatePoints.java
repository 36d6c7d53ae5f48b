package io.os199.cs.communication.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The points that an advocate has earned and spent.
 *
 * @param tier never falls, whatever the points are
 * @param lifetime all points ever earned; spending does not reduce it
 * @param redeemed at most as many as were earned
 */
public record AdvocatePoints(AdvocateTier tier, int lifetime, int redeemed) {
    public AdvocatePoints {
        if (redeemed < 0 || redeemed > lifetime) {
            throw new IllegalArgumentException("%d of %d".formatted(redeemed, lifetime));
        }
    }

    /** Returns the points of a new advocate who begins in a tier. */
    public static AdvocatePoints from(AdvocateTier floor) {
        return new AdvocatePoints(floor, 0, 0);
    }

    /** Returns the points that a contribution adds now: its base times the multiplier of the tier, rounded half up. */
    public int worth(ContributionType type) {
        return BigDecimal.valueOf(type.basePoints())
                .multiply(tier.multiplier())
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /** Returns the total with more points, and with the tier that they reach if that is higher. */
    public AdvocatePoints earn(int points) {
        int sum = Math.addExact(lifetime, points);
        AdvocateTier reached = AdvocateTier.of(sum);
        return new AdvocatePoints(reached.compareTo(tier) > 0 ? reached : tier, sum, redeemed);
    }

    /** Returns the total with fewer points to spend; empty when there are not enough. */
    public Optional<AdvocatePoints> redeem(int points) {
        return points > available()
                ? Optional.empty()
                : Optional.of(new AdvocatePoints(tier, lifetime, redeemed + points));
    }

    /** Returns the points left to spend. */
    public int available() {
        return lifetime - redeemed;
    }

    /** Returns the points missing to the next tier; empty in the highest. */
    public Optional<Integer> toNextTier() {
        return tier.next().map(next -> next.starts() - lifetime);
    }
}
