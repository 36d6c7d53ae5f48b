package io.os199.cs.communication.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Points and tiers, by the table of tiers and over many moves. */
class AdvocatePointsTest {
    @ParameterizedTest
    @CsvSource({
        "0, BRONZE",
        "499, BRONZE",
        "500, SILVER",
        "1499, SILVER",
        "1500, GOLD",
        "2999, GOLD",
        "3000, PLATINUM",
        "4999, PLATINUM",
        "5000, CHAMPION",
        "90000, CHAMPION"
    })
    void aTierBeginsAtItsPoints(int points, AdvocateTier tier) {
        assertThat(AdvocateTier.of(points)).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({
        "BRONZE, TESTIMONIAL, 150", "SILVER, TESTIMONIAL, 188", "GOLD, TESTIMONIAL, 225",
        "PLATINUM, TESTIMONIAL, 263", "CHAMPION, TESTIMONIAL, 300", "BRONZE, REFERENCE, 250",
        "SILVER, REFERENCE, 313", "PLATINUM, REFERENCE, 438", "BRONZE, REVIEW, 300",
        "BRONZE, REFERRAL, 400", "BRONZE, CASE_STUDY, 500", "SILVER, CASE_STUDY, 625",
        "GOLD, SPEAKING_ENGAGEMENT, 1500"
    })
    void aContributionIsWorthItsBaseTimesTheTierHalfUp(
            AdvocateTier tier, ContributionType type, int points) {
        assertThat(AdvocatePoints.from(tier).worth(type)).isEqualTo(points);
    }

    @Test
    void aFloorIsKeptUntilPointsPassIt() {
        AdvocatePoints gold = AdvocatePoints.from(AdvocateTier.GOLD);
        assertThat(gold.earn(2_999).tier()).isEqualTo(AdvocateTier.GOLD);
        assertThat(gold.earn(2_999).toNextTier()).contains(1);
        assertThat(gold.earn(3_000).tier()).isEqualTo(AdvocateTier.PLATINUM);
        assertThat(AdvocatePoints.from(AdvocateTier.CHAMPION).toNextTier()).isEmpty();
    }

    /** Positive moves earn and negative ones spend; spending too much is refused and changes nothing. */
    @Property
    void sumsStayRightAndTheTierNeverFalls(
            @ForAll AdvocateTier floor,
            @ForAll @Size(max = 40) List<@IntRange(min = -5_000, max = 5_000) Integer> moves) {
        AdvocatePoints points = AdvocatePoints.from(floor);
        int earned = 0;
        int spent = 0;
        for (int move : moves) {
            AdvocateTier before = points.tier();
            if (move >= 0) {
                points = points.earn(move);
                earned += move;
            } else {
                int left = earned - spent;
                AdvocatePoints now = points;
                assertThat(points.redeem(-move).isPresent()).isEqualTo(-move <= left);
                points = points.redeem(-move).orElse(now);
                spent += -move <= left ? -move : 0;
            }
            assertThat(points.lifetime()).isEqualTo(earned);
            assertThat(points.redeemed()).isEqualTo(spent);
            assertThat(points.available()).isEqualTo(earned - spent).isNotNegative();
            assertThat(points.tier()).isGreaterThanOrEqualTo(before);
            AdvocateTier reached = AdvocateTier.of(earned);
            assertThat(points.tier()).isEqualTo(reached.compareTo(floor) > 0 ? reached : floor);
            points.toNextTier().ifPresent(missing -> assertThat(missing).isPositive());
        }
    }
}
