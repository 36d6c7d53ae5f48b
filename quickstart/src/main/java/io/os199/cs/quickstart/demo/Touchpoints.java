package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Mails, calls, meetings and chats with the client. The less satisfied it is, the fewer of ours it answers. */
final class Touchpoints {
    private static final List<String> KINDS = List.of("email", "call", "meeting", "chat");
    private static final List<String> SUBJECTS =
            List.of(
                    "Checking in",
                    "New features for your team",
                    "Plans for the next quarter",
                    "Follow-up of our last call",
                    "How is the roll-out going?");

    private final Story story;
    private final Dice dice;
    private final People people;
    private final Set<Instant> taken = new HashSet<>();

    Touchpoints(Story story, People people) {
        this.story = story;
        this.dice = story.dice("touchpoints");
        this.people = people;
    }

    void tell() {
        double daily = story.account.tier().touchesPerWeek / 5;
        for (LocalDate day = story.firstDay();
                !day.isAfter(story.lastDay());
                day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() <= 5 && dice.chance(daily)) {
                touch(day);
            }
        }
    }

    /** Writes a review that took place, which is a touchpoint too. */
    void review(String reviewId, Instant at) {
        write(at, "review", false, people.primary(), null, reviewId);
    }

    private void touch(LocalDate day) {
        Instant at = dice.during(day);
        if (!taken.add(at)) {
            return;
        }
        String kind = KINDS.get(dice.weighted(0.5, 0.28, 0.14, 0.08));
        double satisfaction = story.latent.satisfactionOn(day);
        boolean silent = story.isSilent(day);
        boolean inbound = dice.chance(0.12 + 0.15 * satisfaction) && !silent;
        Instant answered = at.plusSeconds(dice.between(300, 150_000));
        boolean isAnswered =
                !inbound
                        && !silent
                        && story.history.isPast(answered)
                        && dice.chance(Latent.clamp(1.25 * satisfaction - 0.12, 0.05, 0.95));
        write(at, kind, inbound, people.anybody(dice, at), isAnswered ? answered : null, null);
    }

    private void write(
            Instant at,
            String kind,
            boolean inbound,
            People.Person person,
            @Nullable Instant answered,
            @Nullable String sourceRef) {
        String id = dice.id("touchpoint", at);
        story.row(Table.TOUCHPOINTS)
                .time(at)
                .text(id)
                .text(kind)
                .text(inbound ? "inbound" : "outbound")
                .text(sourceRef == null ? dice.pick(SUBJECTS) : "Review together")
                .text(story.account.owner())
                .text(person.id())
                .time(answered)
                .text(sourceRef)
                .made(at, answered == null ? at : answered)
                .end();
        story.engaged(at);
        story.timeline.event(
                at,
                sourceRef == null ? "communication" : "review",
                Impact.NEUTRAL,
                sourceRef == null
                        ? (inbound ? "Contact by the client: " : "Contact with the client: ") + kind
                        : "Review held",
                sourceRef == null ? id : sourceRef);
    }
}
