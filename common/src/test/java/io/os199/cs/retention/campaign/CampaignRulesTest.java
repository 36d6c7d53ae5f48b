package io.os199.cs.retention.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

class CampaignRulesTest {
    private static final LocalDate WEDNESDAY = LocalDate.parse("2026-07-01");

    private static final Playbook VALUE =
            new Playbook(
                    "value_reinforcement",
                    1,
                    "Value reinforcement",
                    CampaignKind.RETENTION,
                    "Show it",
                    List.of(
                            step(InterventionLevel.LIGHT, "outcomes", Channel.TASK, 3),
                            step(InterventionLevel.LIGHT, "review", Channel.MEETING, 7),
                            step(InterventionLevel.LIGHT, "recap", Channel.EMAIL, 9),
                            step(InterventionLevel.STANDARD, "plan", Channel.TASK, 14),
                            step(InterventionLevel.AGGRESSIVE, "executives", Channel.MEETING, 14)));

    private static Playbook.Step step(
            InterventionLevel level, String title, Channel channel, int offset) {
        return new Playbook.Step(level, title, channel, offset, null, null);
    }

    @Test
    void whatIsAddedComesLastOnItsDayAndIsNeverHalved() {
        assertThat(
                        VALUE.plan(
                                InterventionLevel.AGGRESSIVE,
                                WEDNESDAY,
                                List.of(new Playbook.ExtraStep("more", Channel.CALL, 2))))
                .extracting(each -> each.stepNo() + " " + each.title() + " " + each.dueDate())
                .containsExactly(
                        "1 outcomes 2026-07-03",
                        "2 more 2026-07-03",
                        "3 review 2026-07-07",
                        "4 recap 2026-07-08",
                        "5 plan 2026-07-10",
                        "6 executives 2026-07-10");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01, 0, 2026-07-01",
        "2026-07-01, 3, 2026-07-06",
        "2026-07-01, 14, 2026-07-21",
        "2026-07-03, 1, 2026-07-06",
        "2026-07-04, 0, 2026-07-04",
        "2026-07-04, 1, 2026-07-06",
        "2026-07-04, 5, 2026-07-10",
        "2026-07-05, 5, 2026-07-10",
        "2026-07-05, 6, 2026-07-13"
    })
    void stepsOverWeekends(LocalDate start, int days, LocalDate due) {
        assertThat(BusinessDays.after(start, days)).isEqualTo(due);
    }

    @Property
    void isTheDayThatCountingGives(
            @ForAll @IntRange(max = 3_000) int start,
            @ForAll @IntRange(min = 1, max = 300) int days) {
        LocalDate from = LocalDate.ofEpochDay(20_000L + start);
        LocalDate counted = from;
        for (int left = days; left > 0; ) {
            counted = counted.plusDays(1);
            if (counted.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
                left--;
            }
        }
        assertThat(BusinessDays.after(from, days)).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 60, , , false, IMPROVED",
        "50, 59.99, , , false, UNCHANGED",
        "50, 40, , , false, WORSENED",
        "50, 40.01, , , false, UNCHANGED",
        ", 40, 0.4, 0.2, false, IMPROVED",
        "50, 40, 0.4, 0.2, false, IMPROVED",
        "50, 50, 0.4, 0.61, false, WORSENED",
        "50, 50, 0.04, 0.08, false, UNCHANGED",
        "50, , 0.1, 0.16, false, WORSENED",
        ", , , , false, UNCHANGED",
        "50, 90, 0.4, 0.1, true, CHURNED"
    })
    void theOutcomeIsTheFirstThatHolds(
            @Nullable BigDecimal healthBefore,
            @Nullable BigDecimal health,
            @Nullable Double riskBefore,
            @Nullable Double risk,
            boolean hasChurned,
            CampaignOutcome outcome) {
        assertThat(
                        CampaignOutcome.of(
                                measured(healthBefore, riskBefore),
                                measured(health, risk),
                                hasChurned))
                .isEqualTo(outcome);
    }

    private static Measurement measured(@Nullable BigDecimal health, @Nullable Double risk) {
        return new Measurement(health, risk, null, null, null, null, null);
    }
}
