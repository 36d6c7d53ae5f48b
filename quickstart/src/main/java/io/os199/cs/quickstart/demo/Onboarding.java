package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The onboarding plans of clients that began in the last half year, with the milestones reached so far. */
final class Onboarding {
    private static final int YOUNG_DAYS = 180;
    private static final int WEEKS = 8;

    /** A milestone, due at {@code share} of the plan's time. */
    private record Step(
            String key,
            String name,
            int hours,
            double share,
            List<String> after,
            List<String> tasks) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step(
                            "kickoff",
                            "Kickoff & Setup",
                            8,
                            0.16,
                            List.of(),
                            List.of("Kickoff call", "User access", "Base settings")),
                    new Step(
                            "training",
                            "Core Training",
                            12,
                            0.4,
                            List.of("1"),
                            List.of("Admin session", "User session", "Practice workshop")),
                    new Step(
                            "first_value",
                            "Integration & First Value",
                            16,
                            0.75,
                            List.of("2"),
                            List.of("Main integrations", "History import", "First real use case")),
                    new Step(
                            "handoff",
                            "Optimization & Success",
                            10,
                            1,
                            List.of("3"),
                            List.of("Usage review", "Results review", "Settings documented")));

    private final Story story;
    private final Dice dice;

    Onboarding(Story story) {
        this.story = story;
        this.dice = story.dice("onboarding");
    }

    void tell() {
        LocalDate start = story.account.start().plusDays(dice.between(2, 9));
        LocalDate today = story.history.today();
        if (story.account.start().isBefore(today.minusDays(YOUNG_DAYS))
                || !start.isBefore(today)
                || story.churnedOn() != null) {
            return;
        }
        Instant made = dice.during(start);
        String plan = dice.id("plan", made);
        double pace = dice.real(0.85, 1.5);
        LocalDate done = null;
        Instant last = made;
        for (int i = 0; i < STEPS.size(); i++) {
            LocalDate begun = i == 0 ? start : done;
            done = begun == null ? null : reached(start, STEPS.get(i), pace, today);
            milestone(plan, i, start, begun, done, made);
            if (done != null) {
                last = dice.during(done);
                story.timeline.milestone(
                        last,
                        "onboarding",
                        Impact.POSITIVE,
                        STEPS.get(i).name() + " completed",
                        plan);
            }
        }
        plan(plan, start, done, made, last);
        automation(plan, made);
        if (done == null) {
            task(plan, today);
        }
    }

    private @Nullable LocalDate reached(LocalDate start, Step step, double pace, LocalDate today) {
        LocalDate day = start.plusDays(Math.round(7 * WEEKS * step.share() * pace));
        return day.isBefore(today) ? day : null;
    }

    private void plan(
            String id, LocalDate start, @Nullable LocalDate done, Instant made, Instant last) {
        LocalDate target = start.plusWeeks(WEEKS);
        story.row(Table.ONBOARDING_PLANS)
                .text(id)
                .text("Onboarding of " + story.account.name())
                .text(story.account.tier().wire())
                .number((long) story.account.seats())
                .number((long) WEEKS)
                .day(start)
                .day(target)
                .day(target)
                .day(done)
                .array(List.of("Every team works with it daily"))
                .array(List.of("team_active_rate>=0.80", "first_value_by_due_date"))
                .text(done == null ? "active" : "completed")
                .text(story.account.owner())
                .text("onboarding-template-1")
                .made(made, last)
                .end();
    }

    private void automation(String plan, Instant at) {
        story.row(Table.ONBOARDING_PLAN_AUTOMATIONS)
                .text(plan)
                .text(story.reference.plays().overdue())
                .flag(true)
                .time(at)
                .text(story.account.owner())
                .made(at, at)
                .end();
    }

    private void milestone(
            String plan,
            int index,
            LocalDate start,
            @Nullable LocalDate begun,
            @Nullable LocalDate done,
            Instant made) {
        Step step = STEPS.get(index);
        LocalDate due = due(start, step);
        LocalDate planned = index == 0 ? start : due(start, STEPS.get(index - 1));
        String status = done != null ? "completed" : begun != null ? "in_progress" : "not_started";
        story.row(Table.ONBOARDING_MILESTONES)
                .text(plan)
                .number(index + 1L)
                .text(step.name())
                .text(step.key())
                .number(Math.max(1, (due.toEpochDay() - start.toEpochDay() + 6) / 7))
                .day(planned)
                .day(due)
                .day(begun)
                .day(done)
                .text(status)
                .number((long) step.hours())
                .text(story.account.owner())
                .array(step.after())
                .flag(step.key().equals("first_value"))
                .made(made, done == null ? made : dice.during(done))
                .end();
        for (int i = 0; i < step.tasks().size(); i++) {
            boolean isDone = done != null || (begun != null && i == 0);
            story.row(Table.ONBOARDING_TASKS)
                    .text(plan)
                    .number(index + 1L)
                    .number(i + 1L)
                    .text(step.tasks().get(i))
                    .text(isDone ? "done" : "todo")
                    .text(story.account.owner())
                    .day(due)
                    .day(isDone ? (done != null ? done : begun) : null)
                    .made(made, made)
                    .end();
        }
    }

    private void task(String plan, LocalDate today) {
        Instant at = dice.during(today.minusDays(1));
        story.row(Table.TASKS)
                .text(dice.id("task", at))
                .text("Go through the open onboarding steps")
                .text(story.account.owner())
                .text("medium")
                .day(today.plusDays(dice.between(-3, 10)))
                .text("open")
                .text("onboarding")
                .text(plan + ":open_steps")
                .made(at, at)
                .end();
    }

    private static LocalDate due(LocalDate start, Step step) {
        LocalDate due = start.plusDays((long) Math.ceil(7 * WEEKS * step.share()));
        return switch (due.getDayOfWeek()) {
            case SATURDAY -> due.minusDays(1);
            case SUNDAY -> due.minusDays(2);
            default -> due;
        };
    }
}
