package io.os199.cs.communication.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What an advocate has earned and spent.
 *
 * @param tier never falls, whatever the points are
 * @param lifetime all that was ever earned; spending leaves it
 * @param redeemed at most as many as were earned
 */
public record AdvocatePoints(AdvocateTier tier, int lifetime, int redeemed) {
    public AdvocatePoints {
        if (redeemed < 0 || redeemed > lifetime) {
            throw new IllegalArgumentException("%d of %d".formatted(redeemed, lifetime));
        }
    }

    /** Of somebody who is new, and begins in a tier. */
    public static AdvocatePoints from(AdvocateTier floor) {
        return new AdvocatePoints(floor, 0, 0);
    }

    /** What a contribution adds now: its base times the multiplier of the tier, half up. */
    public int worth(ContributionType type) {
        return BigDecimal.valueOf(type.basePoints())
                .multiply(tier.multiplier())
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /** With more points, and the tier that they reach where it is higher. */
    public AdvocatePoints earn(int points) {
        int sum = Math.addExact(lifetime, points);
        AdvocateTier reached = AdvocateTier.of(sum);
        return new AdvocatePoints(reached.compareTo(tier) > 0 ? reached : tier, sum, redeemed);
    }

    /** With fewer points to spend; none where there are not so many. */
    public Optional<AdvocatePoints> redeem(int points) {
        return points > available()
                ? Optional.empty()
                : Optional.of(new AdvocatePoints(tier, lifetime, redeemed + points));
    }

    /** What is left to spend. */
    public int available() {
        return lifetime - redeemed;
    }

    /** What is missing to the tier above; none in the highest. */
    public Optional<Integer> toNextTier() {
        return tier.next().map(next -> next.starts() - lifetime);
    }
}
