package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.health.model.PortfolioTally.Mover;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The totals of what a run did. */
class PortfolioTallyTest {
    @Test
    void bandsTransitionsRisersAndFallersOfThreeClientsAreCounted() {
        List<StoredHealth> before =
                List.of(stored("A", "81.00"), stored("B", "70.00"), stored("C", null));
        List<ScoredClient> after =
                List.of(score("A", "79.50"), score("B", "71.00"), score("C", "55.00"));
        PortfolioTally tally = PortfolioTally.of(before, after, 2, 1);
        assertThat(tally.byBand())
                .extracting(
                        b ->
                                b.band()
                                        + " "
                                        + b.beforeCount()
                                        + " "
                                        + b.afterCount()
                                        + " "
                                        + b.afterArrAmount())
                .containsExactly(
                        "healthy 1 0 0.00",
                        "watch 1 2 200.00",
                        "at_risk 0 1 100.00",
                        "critical 0 0 0.00",
                        "unscored 1 0 0.00");
        assertThat(tally.fallers()).extracting(PortfolioTallyTest::text).containsExactly("A -1.50");
        assertThat(tally.risers()).extracting(PortfolioTallyTest::text).containsExactly("B 1.00");
        assertThat(tally.transitions())
                .extracting(t -> t.from() + " " + t.to() + " " + t.clientCount())
                .containsExactly("healthy watch 1", "unscored at_risk 1");
        assertThat(tally.bandChanges())
                .extracting(
                        c -> c.clientId() + " " + c.from() + " " + c.to() + " " + c.afterScore())
                .containsExactly("A healthy watch 79.50", "C unscored at_risk 55.00");
        assertThat(tally.before().mean()).isEqualTo("75.50");
        assertThat(tally.after().mean()).isEqualTo("68.50");
        assertThat(tally.indicatorsOpenedCount()).isEqualTo(2);
    }

    @Property(tries = 50)
    void chunksMergedAreThePortfolioCountedAtOnce(
            @ForAll @Size(min = 2, max = 60) List<@IntRange(min = -1, max = 20) Integer> scores,
            @ForAll @IntRange(min = 1, max = 59) int cut) {
        List<StoredHealth> before = new ArrayList<>();
        List<ScoredClient> after = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            int now = scores.get(i);
            int then = scores.get((i + 1) % scores.size());
            String id = "client_%03d".formatted(i);
            before.add(stored(id, then < 0 ? null : then * 5 + ".00"));
            after.add(score(id, now < 0 ? null : now * 5 + ".00"));
        }
        int end = Math.min(cut, scores.size());
        PortfolioTally one = PortfolioTally.of(before.subList(0, end), after.subList(0, end), 1, 0);
        PortfolioTally two =
                PortfolioTally.of(
                        before.subList(end, before.size()), after.subList(end, after.size()), 2, 3);
        PortfolioTally whole = PortfolioTally.of(before, after, 3, 3);
        assertThat(one.plus(two)).isEqualTo(whole);
        assertThat(two.plus(one)).isEqualTo(whole);
    }

    private static String text(Mover mover) {
        return mover.clientId() + " " + mover.changePoints();
    }

    private static StoredHealth stored(String id, @Nullable String score) {
        return new StoredHealth(
                id,
                id,
                BigDecimal.valueOf(100),
                score == null ? null : new BigDecimal(score),
                band(score));
    }

    private static ScoredClient score(String id, @Nullable String overall) {
        return new ScoredClient(
                id, overall == null ? null : new BigDecimal(overall), band(overall), Set.of());
    }

    private static @Nullable HealthBand band(@Nullable String score) {
        if (score == null) {
            return null;
        }
        double value = Double.parseDouble(score);
        return value >= 80
                ? HealthBand.HEALTHY
                : value >= 65
                        ? HealthBand.WATCH
                        : value >= 50 ? HealthBand.AT_RISK : HealthBand.CRITICAL;
    }
}
