package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/** Campaigns for clients in trouble, three weeks into each episode, and automation runs for every detractor. */
final class Interventions {
    private static final int WEEKS_INTO = 3;
    private static final int DAYS = 42;
    private static final int DETRACTOR = 6;

    private final Story story;
    private final Dice dice;

    Interventions(Story story) {
        this.story = story;
        this.dice = story.dice("interventions");
    }

    void tell(Contracts contracts, Voice voice) {
        int weeks = 0;
        for (LocalDate day = story.firstDay();
                !day.isAfter(story.lastDay());
                day = day.plusWeeks(1)) {
            weeks = story.latent.isInTrouble(day) ? weeks + 1 : 0;
            if (weeks == WEEKS_INTO && dice.chance(0.8)) {
                campaign(day, contracts.arrOn(day));
            }
        }
        voice.answers().stream()
                .filter(answer -> answer.survey() == Reference.Survey.NPS)
                .filter(answer -> answer.score() <= DETRACTOR)
                .filter(answer -> answer.at().isAfter(story.reference.plays().activated()))
                .forEach(this::run);
    }

    private void campaign(LocalDate start, long arr) {
        LocalDate ends = start.plusDays(DAYS);
        LocalDate closed = ends.isAfter(story.lastDay()) ? story.churnedOn() : ends;
        Instant made = dice.during(start);
        String id = dice.id("campaign", made);
        String outcome = closed == null ? null : outcome(start, closed);
        story.row(Table.CAMPAIGNS)
                .text(id)
                .text("retention")
                .text(Plays.PLAYBOOK)
                .number((long) Plays.VERSION)
                .text("standard")
                .text(closed == null ? "active" : "completed")
                .text(story.account.owner())
                .text("Use and mood are back where they were")
                .text("{\"arr_amount\": %d.%02d}".formatted(arr / 100, arr % 100))
                .day(start)
                .day(ends)
                .day(closed)
                .text(outcome)
                .made(made, closed == null ? made : story.history.inPast(dice.during(closed)))
                .end();
        for (int i = 0; i < Plays.STEPS.size(); i++) {
            step(id, i + 1, Plays.STEPS.get(i), start, closed, made);
        }
    }

    private String outcome(LocalDate start, LocalDate closed) {
        if (closed.equals(story.churnedOn())) {
            return "churned";
        }
        double change = story.latent.satisfactionOn(closed) - story.latent.satisfactionOn(start);
        return change > 0.1 ? "improved" : change < -0.1 ? "worsened" : "unchanged";
    }

    private void step(
            String campaign,
            int number,
            Plays.Step step,
            LocalDate start,
            @Nullable LocalDate closed,
            Instant made) {
        LocalDate due = start.plusDays(step.afterDays());
        boolean isDone = !due.isAfter(story.lastDay()) && dice.chance(0.85);
        String open = closed == null ? "pending" : "cancelled";
        Instant done = isDone ? dice.during(due) : null;
        story.row(Table.CAMPAIGN_STEPS)
                .text(campaign)
                .number((long) number)
                .text(step.title())
                .text(step.channel())
                .text(story.account.owner())
                .day(due)
                .text(isDone ? "done" : open)
                .time(done)
                .made(made, done == null ? made : done)
                .end();
    }

    private void run(Voice.Answer answer) {
        Instant at = story.history.inPast(answer.at().plusSeconds(300));
        String run = dice.id("run", at);
        String task = dice.id("task", at);
        LocalDate due = History.day(at).plusDays(Plays.TASK_DAYS);
        boolean isOpen = due.isAfter(story.lastDay()) && story.churnedOn() == null;
        story.row(Table.AUTOMATION_RUNS)
                .text(run)
                .text(story.reference.plays().detractors())
                .text(answer.id())
                .time(at)
                .time(at)
                .text("completed")
                .made(at, at)
                .end();
        story.row(Table.AUTOMATION_RUN_ACTIONS)
                .text(run)
                .number(1L)
                .text("create_task")
                .text("done")
                .number(1L)
                .text(task)
                .time(at)
                .end();
        story.row(Table.TASKS)
                .text(task)
                .text("Call the contact about the answer")
                .text(story.account.owner())
                .text(Plays.TASK_PRIORITY)
                .day(due)
                .text(isOpen ? "open" : "done")
                .text("automation")
                .text(run)
                .made(at, at)
                .end();
    }
}
