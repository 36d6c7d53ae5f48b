package io.os199.cs.onboarding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.core.model.Severity;
import io.os199.cs.onboarding.model.PlanStanding.ProgressStatus;
import io.os199.cs.onboarding.model.PlanStanding.Risk;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;
import io.os199.cs.onboarding.model.PlannedDates.Span;
import io.os199.cs.onboarding.model.PlannedDates.Work;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The worked examples of creating and tracking onboarding plans, and plans of all shapes checked against a
 * brute-force solver.
 */
final class PlanScheduleTest {
    private static final LocalDate START = LocalDate.parse("2025-03-03");

    /** Kickoff, training, first value, handoff. */
    private static final List<Work> SMALL =
            List.of(work("8"), work("12", 1), work("16", 2), work("10", 3));

    /** Kickoff, training, deep dive, advanced, first value, handoff. */
    private static final List<Work> LARGE =
            List.of(
                    work("8"),
                    work("15", 1),
                    work("24", 1),
                    work("20", 1),
                    work("16", 2, 3),
                    work("10", 5, 4));

    @Test
    void aSmallPlanIsOneChain() {
        PlannedDates plan = PlannedDates.of(SMALL, START, 4);
        assertThat(plan.spans())
                .extracting(Span::dueDate)
                .containsExactly(day("03-07"), day("03-14"), day("03-25"), day("03-31"));
        assertThat(plan.spans()).extracting(Span::slackDays).containsOnly(0);
        assertThat(plan.spans()).extracting(Span::week).containsExactly(1, 2, 4, 4);
        assertThat(plan.criticalPathHours()).isEqualByComparingTo("46");
        assertThat(plan.targetDate()).isEqualTo(day("03-31"));
    }

    @Test
    void aLargePlanHasSlackBesideTheCriticalPath() {
        PlannedDates plan = PlannedDates.of(LARGE, START, 6);
        assertThat(plan.spans())
                .extracting(Span::dueDate)
                .containsExactly(
                        day("03-07"),
                        day("03-20"),
                        day("03-27"),
                        day("03-24"),
                        day("04-07"),
                        day("04-14"));
        assertThat(plan.spans()).extracting(Span::slackDays).containsExactly(0, 7, 0, 14, 0, 0);
        assertThat(plan.criticalPathHours()).isEqualByComparingTo("58");
    }

    @Test
    void halfWayThroughTheSmallPlan() {
        List<PlanMilestone> milestones = planned(SMALL, 4);
        milestones.set(0, completed(milestones.get(0), "03-07"));
        milestones.set(1, completed(milestones.get(1), "03-14", "03-17"));
        milestones.set(2, tasks(milestones.get(2), 5, 2, 0));
        PlanStanding standing = standing(milestones, 4, "03-20", 6, 9, "03-19", "03-17");
        PlanProgress progress = standing.progress();

        assertThat(progress.completionRate()).isCloseTo(0.5739, within(5e-5));
        assertThat(progress.scheduleIndex()).isCloseTo(0.9190, within(5e-5));
        assertThat(progress.pace()).isCloseTo(1.0882, within(5e-5));
        assertThat(progress.projection()).isNotNull();
        assertThat(progress.projection().finishOn())
                .containsEntry(3, day("03-28"))
                .containsEntry(4, day("04-04"));
        assertThat(progress.projection().criticalPath()).containsExactly(3, 4);
        assertThat(progress.marginDays(day("03-31"))).isEqualTo(-4);
        assertThat(standing.status()).isEqualTo(ProgressStatus.AT_RISK);
        assertThat(standing.risks()).extracting(Risk::ruleId).containsExactly("OB-R3", "OB-R6");
        assertThat(standing.riskScore()).isEqualTo(25);
        assertThat(standing.riskLevel()).isEqualTo(RiskLevel.MEDIUM);
    }

    @Test
    void theLargePlanFarBehind() {
        List<PlanMilestone> milestones = planned(LARGE, 6);
        milestones.set(0, completed(milestones.get(0), "03-07", "03-10"));
        milestones.set(1, tasks(milestones.get(1), 4, 2, 0));
        milestones.set(2, tasks(milestones.get(2), 4, 1, 2));
        milestones.set(3, with(milestones.get(3), MilestoneStatus.BLOCKED, null, 0, 0, 0));
        PlanStanding standing = standing(milestones, 6, "03-24", 60, 60, "03-24", "03-24");
        PlanProgress progress = standing.progress();

        assertThat(progress.completionRate()).isCloseTo(0.2957, within(5e-5));
        assertThat(progress.pace()).isCloseTo(2.3055, within(5e-4));
        assertThat(progress.projection()).isNotNull();
        assertThat(progress.projection().finishOn())
                .containsEntry(3, day("04-17"))
                .containsEntry(2, day("04-08"))
                .containsEntry(4, day("05-03"))
                .containsEntry(5, day("05-13"))
                .containsEntry(6, day("05-30"));
        assertThat(progress.projection().slackDays())
                .containsExactlyInAnyOrderEntriesOf(Map.of(2, 9, 3, 0, 4, 10, 5, 0, 6, 0));
        assertThat(progress.projection().assumesUnblocked()).isTrue();
        assertThat(progress.marginDays(START.plusWeeks(6))).isEqualTo(-46);
        assertThat(standing.status()).isEqualTo(ProgressStatus.DELAYED);
        assertThat(standing.risks())
                .contains(
                        new Risk(
                                "OB-R2",
                                Severity.MEDIUM,
                                10,
                                "blocked off the critical path: milestone 4"));
    }

    @Test
    void onTheFirstDayItIsTooEarlyForAPace() {
        PlanStanding standing = standing(planned(SMALL, 4), 4, "03-04", 0, 0, null, null);
        assertThat(standing.progress().paceEarned()).isFalse();
        assertThat(standing.progress().pace()).isEqualTo(1);
        assertThat(standing.progress().marginDays(day("03-31"))).isEqualTo(-1);
        assertThat(standing.status()).isEqualTo(ProgressStatus.ON_TRACK);
        assertThat(standing.risks()).isEmpty();
    }

    @Test
    void aPlanOnHoldIsNotProjected() {
        PlanFacts facts =
                new PlanFacts(
                        PlanStatus.ON_HOLD,
                        START,
                        day("03-31"),
                        day("03-10"),
                        10,
                        planned(SMALL, 4),
                        null,
                        0,
                        0,
                        null,
                        null);
        PlanStanding standing = PlanStanding.of(facts, day("06-01"));
        assertThat(standing.status()).isEqualTo(ProgressStatus.ON_HOLD);
        assertThat(standing.progress().projection()).isNull();
        assertThat(standing.risks()).isEmpty();
        assertThat(standing.progress().scheduleIndex()).isZero();
    }

    /** Due dates fall on weekdays, keep the order of the work, and end the plan no later than its target. */
    @Property(tries = 300)
    void datesOfAnyPlan(
            @ForAll @IntRange(max = 100_000) int seed,
            @ForAll @IntRange(min = 1, max = 52) int weeks) {
        Random random = new Random(seed);
        List<Work> work = randomWork(random);
        LocalDate start = START.plusDays(random.nextInt(400));
        PlannedDates plan = PlannedDates.of(work, start, weeks);
        LocalDate last = start;
        for (int place = 0; place < work.size(); place++) {
            Span span = plan.spans().get(place);
            last = span.dueDate().isAfter(last) ? span.dueDate() : last;
            if (!span.dueDate().equals(start)) {
                assertThat(span.dueDate().getDayOfWeek())
                        .isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
            }
            assertThat(span.plannedStartOn()).isBetween(start, span.dueDate());
            for (int other : work.get(place).dependsOn()) {
                assertThat(plan.spans().get(other - 1).dueDate())
                        .isBeforeOrEqualTo(span.plannedStartOn());
            }
            assertThat(span.slackDays()).isNotNegative();
        }
        assertThat(last).isBeforeOrEqualTo(plan.targetDate());
        assertThat(plan.spans()).extracting(Span::slackDays).contains(0);
        assertThat(plan.criticalPathHours()).isEqualByComparingTo(longestChain(work));
    }

    /**
     * The finish, end, slack and critical path of any plan in any state, checked against walks along every chain and
     * delays tried day by day.
     */
    @Property(tries = 300)
    void projectionAsBruteForceHasIt(@ForAll @IntRange(max = 100_000) int seed) {
        Random random = new Random(seed);
        List<PlanMilestone> milestones = randomStates(random);
        LocalDate today = START.plusDays(random.nextInt(60));
        PlanProgress progress = PlanProgress.of(milestones, START, today, false);
        PlanProgress.Projection ahead = progress.projection();
        if (ahead == null) {
            assertThat(milestones).allMatch(m -> m.status() == MilestoneStatus.SKIPPED);
            return;
        }
        Map<Integer, Integer> left = new HashMap<>();
        for (PlanMilestone m : milestones) {
            left.put(
                    m.sequence(),
                    (int) Math.ceil(m.plannedDays() * (1 - m.earned()) * progress.pace() - 1e-9));
        }
        LocalDate end = end(milestones, left, today);
        assertThat(ahead.completionOn()).isEqualTo(end);
        for (PlanMilestone m : milestones) {
            if (m.status() == MilestoneStatus.SKIPPED) {
                assertThat(ahead.finishOn()).doesNotContainKey(m.sequence());
                continue;
            }
            assertThat(ahead.finishOn())
                    .containsEntry(m.sequence(), finish(m, milestones, left, today));
            if (m.status() == MilestoneStatus.COMPLETED) {
                assertThat(ahead.slackDays()).doesNotContainKey(m.sequence());
                continue;
            }
            int slack = ahead.slackDays().get(m.sequence());
            assertThat(end(milestones, delayed(left, m, slack), today)).isEqualTo(end);
            assertThat(end(milestones, delayed(left, m, slack + 1), today)).isAfter(end);
        }
    }

    private static Map<Integer, Integer> delayed(
            Map<Integer, Integer> left, PlanMilestone milestone, int days) {
        Map<Integer, Integer> other = new HashMap<>(left);
        other.merge(milestone.sequence(), days, Integer::sum);
        return other;
    }

    private static LocalDate end(
            List<PlanMilestone> all, Map<Integer, Integer> left, LocalDate today) {
        return all.stream()
                .filter(m -> m.status() != MilestoneStatus.SKIPPED)
                .map(m -> finish(m, all, left, today))
                .max(LocalDate::compareTo)
                .orElseThrow();
    }

    private static LocalDate finish(
            PlanMilestone milestone,
            List<PlanMilestone> all,
            Map<Integer, Integer> left,
            LocalDate today) {
        if (milestone.status() == MilestoneStatus.COMPLETED) {
            return milestone.completedOn();
        }
        LocalDate begin = begin(milestone, all, left, today);
        LocalDate earliest = today.isAfter(START) ? today : START;
        return (begin.isAfter(earliest) ? begin : earliest)
                .plusDays(left.get(milestone.sequence()));
    }

    /**
     * Returns the latest finish of the milestones it depends on, looking through skipped ones; the distant past
     * without any.
     */
    private static LocalDate begin(
            PlanMilestone milestone,
            List<PlanMilestone> all,
            Map<Integer, Integer> left,
            LocalDate today) {
        LocalDate latest = LocalDate.MIN;
        for (int other : milestone.dependsOn()) {
            PlanMilestone earlier = all.get(other - 1);
            LocalDate until =
                    earlier.status() == MilestoneStatus.SKIPPED
                            ? begin(earlier, all, left, today)
                            : finish(earlier, all, left, today);
            latest = until.isAfter(latest) ? until : latest;
        }
        return latest;
    }

    private static BigDecimal longestChain(List<Work> work) {
        BigDecimal longest = BigDecimal.ZERO;
        for (int place = 1; place <= work.size(); place++) {
            longest = longest.max(chain(work, place));
        }
        return longest;
    }

    private static BigDecimal chain(List<Work> work, int place) {
        BigDecimal before = BigDecimal.ZERO;
        for (int other : work.get(place - 1).dependsOn()) {
            before = before.max(chain(work, other));
        }
        return before.add(work.get(place - 1).hours());
    }

    private static List<Work> randomWork(Random random) {
        List<Work> work = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int place = 1; place <= size; place++) {
            List<Integer> before = new ArrayList<>();
            for (int other = 1; other < place; other++) {
                if (random.nextInt(3) == 0) {
                    before.add(other);
                }
            }
            work.add(new Work(BigDecimal.valueOf(1 + random.nextInt(400), 1), before));
        }
        return work;
    }

    private static List<PlanMilestone> randomStates(Random random) {
        List<PlanMilestone> planned = planned(randomWork(random), 1 + random.nextInt(12));
        List<PlanMilestone> states = new ArrayList<>();
        for (PlanMilestone m : planned) {
            MilestoneStatus status =
                    MilestoneStatus.values()[random.nextInt(MilestoneStatus.values().length)];
            int tasks = random.nextInt(5);
            int done = tasks == 0 ? 0 : random.nextInt(tasks + 1);
            LocalDate on =
                    status == MilestoneStatus.COMPLETED ? START.plusDays(random.nextInt(60)) : null;
            states.add(with(m, status, on, tasks, done, random.nextInt(tasks - done + 1)));
        }
        return states;
    }

    private static PlanStanding standing(
            List<PlanMilestone> milestones,
            int weeks,
            String asOf,
            int trained,
            int active,
            @Nullable String inbound,
            @Nullable String progress) {
        return PlanStanding.of(
                new PlanFacts(
                        PlanStatus.ACTIVE,
                        START,
                        START.plusWeeks(weeks),
                        null,
                        weeks == 4 ? 10 : 60,
                        milestones,
                        progress == null ? null : day(progress),
                        trained,
                        active,
                        inbound == null ? null : day(inbound),
                        null),
                day(asOf));
    }

    private static List<PlanMilestone> planned(List<Work> work, int weeks) {
        PlannedDates plan = PlannedDates.of(work, START, weeks);
        List<PlanMilestone> milestones = new ArrayList<>();
        for (int place = 0; place < work.size(); place++) {
            Span span = plan.spans().get(place);
            milestones.add(
                    new PlanMilestone(
                            place + 1,
                            work.get(place).dependsOn(),
                            MilestoneStatus.NOT_STARTED,
                            work.get(place).hours(),
                            span.plannedStartOn(),
                            span.dueDate(),
                            null,
                            null,
                            0,
                            0,
                            0,
                            place == work.size() - 2));
        }
        return milestones;
    }

    private static PlanMilestone completed(PlanMilestone milestone, String due, String on) {
        assertThat(milestone.dueDate()).isEqualTo(day(due));
        return completed(milestone, on);
    }

    private static PlanMilestone completed(PlanMilestone milestone, String on) {
        return with(milestone, MilestoneStatus.COMPLETED, day(on), 0, 0, 0);
    }

    private static PlanMilestone tasks(
            PlanMilestone milestone, int count, int done, int inProgress) {
        return with(milestone, MilestoneStatus.IN_PROGRESS, null, count, done, inProgress);
    }

    private static PlanMilestone with(
            PlanMilestone m,
            MilestoneStatus status,
            @Nullable LocalDate completedOn,
            int tasks,
            int done,
            int inProgress) {
        return new PlanMilestone(
                m.sequence(),
                m.dependsOn(),
                status,
                m.estimatedHours(),
                m.plannedStartOn(),
                m.dueDate(),
                null,
                completedOn,
                tasks,
                done,
                inProgress,
                m.firstValue());
    }

    private static Work work(String hours, Integer... dependsOn) {
        return new Work(new BigDecimal(hours), List.of(dependsOn));
    }

    private static LocalDate day(String monthAndDay) {
        return LocalDate.parse("2025-" + monthAndDay);
    }
}
