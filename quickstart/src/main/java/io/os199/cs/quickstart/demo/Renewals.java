package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** The renewals row of every base contract: decided ones with their outcome, the one ahead with its stage. */
final class Renewals {
    private final Story story;
    private final Dice dice;

    Renewals(Story story) {
        this.story = story;
        this.dice = story.dice("renewals");
    }

    void won(Agreement old, Agreement next, long before, LocalDate closed) {
        LocalDate committed = closed.minusDays(dice.between(0, 10));
        row(old, "renewed", during(closed), before, next.value, committed, closed, null, next.id);
    }

    void lost(Agreement term, long before, LocalDate on, String reason) {
        LocalDate closed = reason.equals("client_churned") ? on : on.minusDays(dice.between(1, 20));
        row(term, "lost", during(closed), before, 0L, null, closed, reason, null);
    }

    /** The nearer the date, the further the talks, unless the client is in trouble. */
    void open(Agreement term) {
        LocalDate today = story.history.today();
        long days = ChronoUnit.DAYS.between(today, term.end);
        String stage = days > 90 ? "upcoming" : stage(days);
        LocalDate moved =
                stage.equals("upcoming") ? term.start : today.minusDays(dice.between(2, 14));
        moved = moved.isBefore(term.start) ? term.start : moved;
        Instant at = story.history.inPast(during(moved));
        LocalDate committed = stage.equals("committed") ? History.day(at) : null;
        row(term, stage, at, term.valueWithAdditions(), null, committed, null, null, null);
    }

    private String stage(long daysLeft) {
        double satisfaction = story.latent.recentSatisfaction(story.history.today());
        if (satisfaction < 0.5) {
            return dice.chance(0.5) ? "upcoming" : "contacted";
        }
        if (daysLeft > 60) {
            return dice.chance(0.5) ? "upcoming" : "contacted";
        }
        if (daysLeft > 25) {
            return dice.chance(0.5) ? "contacted" : "negotiating";
        }
        return dice.chance(0.6) ? "committed" : "negotiating";
    }

    private void row(
            Agreement term,
            String stage,
            Instant at,
            long before,
            @Nullable Long outcome,
            @Nullable LocalDate committed,
            @Nullable LocalDate closed,
            @Nullable String lostReason,
            @Nullable String nextContract) {
        boolean talking = closed == null && !stage.equals("upcoming");
        Instant signed = History.start(term.start).plusSeconds(9 * 3600L);
        story.row(Table.RENEWALS)
                .text(term.id)
                .day(term.end)
                .text(stage)
                .time(at)
                .hundredths(before)
                .hundredths(talking ? Long.valueOf(before * 104 / 100) : null)
                .hundredths(outcome)
                .text(story.account.csm())
                .day(stage.equals("upcoming") ? null : History.day(at))
                .day(talking ? story.history.today().plusDays(dice.between(1, 12)) : null)
                .day(committed)
                .day(closed)
                .text(lostReason)
                .text(nextContract)
                .made(signed, at)
                .end();
    }

    private Instant during(LocalDate day) {
        return story.history.inPast(dice.during(day));
    }
}
