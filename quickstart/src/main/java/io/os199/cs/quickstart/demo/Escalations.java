package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;
import io.os199.cs.quickstart.demo.planted.Role;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Escalations of a few tickets of unhappy clients that missed their promised times. */
final class Escalations {
    private static final List<String> ROOT_CAUSES =
            List.of("product_defect", "service_outage", "support_quality", "expectation");

    /** The days within which nothing is settled yet for a client that escalates everything. */
    private static final int UNSETTLED_DAYS = 14;

    private final Story story;
    private final Dice dice;

    Escalations(Story story) {
        this.story = story;
        this.dice = story.dice("escalations");
    }

    void tell(Support support) {
        for (Support.Ticket ticket : support.tickets()) {
            Instant breached = ticket.course().resolutionBreached;
            boolean unhappy =
                    story.latent.satisfactionOn(History.day(ticket.course().opened)) < 0.5;
            if (breached != null && unhappy && (dice.chance(0.2) || escalates())) {
                escalate(ticket, breached.plusSeconds(1_800));
            }
        }
    }

    private boolean isRecent(Instant opened) {
        return story.history.daysAgo(History.day(opened)) <= UNSETTLED_DAYS;
    }

    private boolean escalates() {
        Role role = story.role();
        return role != null && role.escalates();
    }

    private void escalate(Support.Ticket ticket, Instant opened) {
        if (!story.history.isPast(opened)) {
            return;
        }
        boolean high = ticket.priority().isHigh() || escalates();
        String id = dice.id("escalation", opened);
        Instant acknowledged =
                past(opened.plusSeconds(dice.between(1_200, high ? 18_000 : 100_000)));
        Instant settled = opened.plusSeconds(dice.between(120_000, 1_500_000));
        Instant resolved = isRecent(opened) && escalates() ? null : past(settled);
        Instant closed = resolved == null ? null : past(resolved.plusSeconds(7 * 86_400L));
        String status =
                closed != null
                        ? "closed"
                        : resolved != null
                                ? "resolved"
                                : acknowledged != null ? "acknowledged" : "open";
        Instant last = closed != null ? closed : resolved != null ? resolved : opened;
        story.row(Table.ESCALATIONS)
                .text(id)
                .text(high ? "high" : "medium")
                .text(status)
                .text("Ticket not solved in the time promised")
                .text(story.account.owner())
                .text(story.account.owner())
                .time(opened)
                .time(acknowledged)
                .time(opened.plusSeconds(3_600L * (high ? 4 : 24)))
                .time(opened.plusSeconds(3_600L * (high ? 24 : 72)))
                .time(resolved)
                .time(closed)
                .text(resolved == null ? null : dice.pick(ROOT_CAUSES))
                .text(resolved == null ? null : "Solved, and explained to the customer.")
                .text(ticket.id())
                .made(opened, last)
                .end();
        update(id, 1, acknowledged, "open", "acknowledged");
        update(id, 2, resolved, "acknowledged", "resolved");
        update(id, 3, closed, "resolved", "closed");
        story.timeline.event(opened, "escalation", Impact.NEGATIVE, "Escalation opened", id);
        if (resolved != null) {
            story.timeline.event(
                    resolved, "escalation", Impact.POSITIVE, "Escalation resolved", id);
        }
    }

    private void update(String id, int number, @Nullable Instant at, String from, String to) {
        if (at != null) {
            story.row(Table.ESCALATION_UPDATES)
                    .text(id)
                    .number((long) number)
                    .time(at)
                    .text(story.account.owner())
                    .text("status")
                    .text(from)
                    .text(to)
                    .end();
        }
    }

    private @Nullable Instant past(Instant at) {
        return story.history.isPast(at) ? at : null;
    }
}
