package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What makes a day abnormal, with the figures of the worked example. */
class UsageDaysTest {
    private static final List<Long> HUNDREDS = List.of(100L, 104L, 96L, 102L, 98L, 100L, 110L, 90L);
    private static final LocalDate NEWEST = LocalDate.parse("2026-06-29");

    @Test
    void aDayIsMeasuredByTheSpreadOfTheSameWeekdays() {
        DayVerdict drop = verdict(55, HUNDREDS);
        assertThat(drop.median()).isEqualByComparingTo("100");
        assertThat(drop.score()).isEqualTo("-4.5000");
        assertThat(drop.deviation()).isEqualByComparingTo("-45");
        assertThat(drop.swing()).isEqualTo(Swing.DROP);
        DayVerdict usual = verdict(70, HUNDREDS);
        assertThat(usual.score()).isEqualTo("-3.0000");
        assertThat(usual.swing()).isNull();
        assertThat(verdict(40, HUNDREDS).score()).isEqualTo("-6.0000");
        assertThat(verdict(145, HUNDREDS).swing()).isEqualTo(Swing.SPIKE);
    }

    @Test
    void aSwingNeedsADeviationThatMattersAndSixDaysToCompare() {
        List<Long> nothing = Collections.nCopies(8, 0L);
        assertThat(verdict(4, nothing).score()).isEqualTo("4.0000");
        assertThat(verdict(4, nothing).swing()).isNull();
        assertThat(verdict(5, nothing).swing()).isEqualTo(Swing.SPIKE);
        assertThat(DayVerdict.of(UsageMetric.ACTIVE_USER_COUNT, 4, nothing).orElseThrow().swing())
                .isEqualTo(Swing.SPIKE);
        assertThat(DayVerdict.of(UsageMetric.EVENT_COUNT, 500, Collections.nCopies(5, 10L)))
                .isEmpty();
        assertThat(DayVerdict.of(UsageMetric.EVENT_COUNT, 500, Collections.nCopies(6, 10L)))
                .isPresent();
    }

    @Test
    void aWeekendJoinsWhatAWorkingDayWouldPart() {
        // 2026-06-29 is a Monday. Friday and Monday drop, the weekend is quiet as always.
        UsageDays joined = days("client_1", NEWEST.minusDays(400), 100, 0, 3, 0);
        UsageEpisode episode = onlyEpisode(joined.tally());
        assertThat(episode.from()).isEqualTo("2026-06-26");
        assertThat(episode.to()).isEqualTo("2026-06-29");
        assertThat(episode.days()).hasSize(2);
        assertThat(episode.worstScore()).isEqualTo("-10.0000");
        assertThat(episode.deviationTotal()).isEqualByComparingTo("-200");
        assertThat(episode.reachesHigh()).isTrue();
        // Thursday and Monday drop; the Friday in between is normal.
        AnomalyTally parted = days("client_1", NEWEST.minusDays(400), 100, 0, 4, 0).tally();
        assertThat(parted.episodes()).hasSize(2);
    }

    @Test
    void fewerThanSixWeeksOfUseAreCountedAndNotGuessed() {
        AnomalyTally short1 = days("client_1", NEWEST.minusDays(5 * 7), 100, 0, 0).tally();
        assertThat(short1.episodes()).isEmpty();
        assertThat(short1.withoutReferenceCount()).isEqualTo(1);
        assertThat(short1.days()).isEmpty();
        AnomalyTally enough = days("client_1", NEWEST.minusDays(6 * 7), 100, 0, 0).tally();
        assertThat(enough.withoutReferenceCount()).isZero();
        assertThat(enough.episodes()).hasSize(1);
        AnomalyTally never = days("client_1", null, 0, 0).tally();
        assertThat(never.withoutReferenceCount()).isEqualTo(1);
    }

    @Test
    void aHolidayIsOneEventOfThePortfolio() {
        List<UsageDays> clients = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            int value = n < 60 ? 0 : 100;
            clients.add(days("client_" + n, NEWEST.minusDays(400), 100, value, 0));
        }
        AnomalyTally tally = AnomalyTally.of(clients);
        List<PortfolioEvent> events = tally.portfolioEvents();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().day()).isEqualTo(NEWEST);
        assertThat(events.getFirst().direction()).isEqualTo(Swing.DROP);
        assertThat(events.getFirst().clientCount()).isEqualTo(60);
        assertThat(events.getFirst().shareRate()).isEqualTo("0.3000");
        assertThat(tally.episodes()).hasSize(60).allMatch(it -> AnomalyTally.isShared(it, events));
        assertThat(AnomalyTally.of(clients.subList(56, 200)).portfolioEvents()).isEmpty();
        assertThat(AnomalyTally.of(clients.subList(56, 76)).portfolioEvents()).isEmpty();
        assertThat(AnomalyTally.of(clients.subList(55, 80)).portfolioEvents()).hasSize(1);
    }

    @Test
    void aBacktestComparesThoseThatLeftWithThoseThatStayed() {
        PatternBacktest backtest = PatternBacktest.of(6, 10, 30, 200).orElseThrow();
        assertThat(backtest.hitRateChurned()).isEqualTo("0.6000");
        assertThat(backtest.hitRateControl()).isEqualTo("0.1500");
        assertThat(backtest.lift()).isEqualTo("4.00");
        assertThat(backtest.precisionRate()).isEqualTo("0.1667");
        assertThat(PatternBacktest.of(4, 4, 30, 200)).isEmpty();
        assertThat(PatternBacktest.of(6, 10, 0, 200)).isEmpty();
    }

    private static DayVerdict verdict(long value, List<Long> reference) {
        return DayVerdict.of(UsageMetric.EVENT_COUNT, value, reference).orElseThrow();
    }

    private static UsageEpisode onlyEpisode(AnomalyTally tally) {
        assertThat(tally.episodes()).hasSize(1);
        return tally.episodes().getFirst();
    }

    /**
     * Returns days with {@code usual} events on each working day and none at weekends, but {@code then} on the days
     * that lie the given numbers of days before the newest.
     */
    private static UsageDays days(
            String clientId, @Nullable LocalDate first, int usual, int then, int... daysBefore) {
        List<Long> events = new ArrayList<>();
        for (int n = 0; n < UsageDays.NEEDED; n++) {
            LocalDate day = NEWEST.minusDays(UsageDays.NEEDED - 1L - n);
            events.add(day.getDayOfWeek().getValue() > 5 ? 0L : usual);
        }
        for (int before : daysBefore) {
            events.set(UsageDays.NEEDED - 1 - before, (long) then);
        }
        return new UsageDays(
                clientId,
                clientId,
                first,
                NEWEST,
                events,
                Collections.nCopies(UsageDays.NEEDED, 0L));
    }
}
