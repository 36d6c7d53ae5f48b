package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Offer;
import io.os199.cs.quickstart.demo.planted.Role;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The renewals row of every base contract: decided ones with their outcome, the upcoming one with its stage. */
final class Renewals {
    private static final List<Integer> REMINDER_DAYS = List.of(120, 90, 60, 30, 14, 7);
    private static final int ORDINARY_PERCENT = 104;

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

    /** Writes the upcoming renewal: the nearer the date, the further the talks, unless the client is in trouble. */
    void open(Agreement term) {
        LocalDate today = story.history.today();
        long days = ChronoUnit.DAYS.between(today, term.end);
        Offer offer = offer();
        String stage = offer != null ? offer.stage() : days > 90 ? "upcoming" : stage(days);
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
        reminders(term, committed != null ? committed : closed);
        Instant signed = History.morning(term.start);
        story.row(Table.RENEWALS)
                .text(term.id)
                .day(term.end)
                .text(stage)
                .time(at)
                .hundredths(before)
                .hundredths(talking ? proposed(before) : null)
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

    /** Writes the reminders sent to the owner as they came due, until the renewal was settled. */
    private void reminders(Agreement term, @Nullable LocalDate settled) {
        for (int days : REMINDER_DAYS) {
            LocalDate day = term.end.minusDays(days);
            boolean isDue =
                    !day.isBefore(story.history.firstDay())
                            && !day.isBefore(term.start)
                            && day.isBefore(story.history.today())
                            && (settled == null || day.isBefore(settled));
            if (isDue) {
                story.row(Table.RENEWAL_REMINDERS)
                        .text(term.id)
                        .number((long) days)
                        .text("sent")
                        .time(History.start(day).plusSeconds(4 * 3600L))
                        .end();
            }
        }
    }

    private Long proposed(long before) {
        Offer offer = offer();
        return before * (offer == null ? ORDINARY_PERCENT : offer.percent()) / 100;
    }

    private @Nullable Offer offer() {
        Role role = story.role();
        return role == null ? null : role.offer().orElse(null);
    }

    private Instant during(LocalDate day) {
        return story.history.inPast(dice.during(day));
    }
}
