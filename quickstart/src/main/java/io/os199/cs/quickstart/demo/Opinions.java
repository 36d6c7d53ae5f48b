package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;
import io.os199.cs.quickstart.demo.planted.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Feedback: the reasons given in survey answers, the requests in tickets, and wishes expressed in the product. */
final class Opinions {
    private static final int WISH_EVERY_DAYS = 150;

    private final Story story;
    private final Dice dice;
    private final People people;
    private final Roadmap roadmap;
    private final Set<String> others = new HashSet<>();

    Opinions(Story story, People people) {
        this.story = story;
        this.dice = story.dice("opinions");
        this.people = people;
        this.roadmap = story.reference.roadmap();
    }

    void tell(Voice voice, Support support) {
        for (Voice.Answer answer : voice.answers()) {
            if (answer.reason() != null) {
                survey(answer, answer.reason());
            }
        }
        support.tickets().forEach(this::ticket);
        for (LocalDate day = story.firstDay().plusDays(dice.between(20, WISH_EVERY_DAYS));
                !day.isAfter(story.lastDay());
                day = day.plusDays(WISH_EVERY_DAYS)) {
            if (dice.chance(0.4) && !story.isSilent(day)) {
                wish(dice.during(day));
            }
        }
    }

    private void survey(Voice.Answer answer, String reason) {
        boolean bad = answer.impact() == Impact.NEGATIVE;
        String title = answer.survey().name() + ' ' + answer.score();
        write(
                new Item(
                        answer.survey().wire(),
                        "survey",
                        answer.id(),
                        answer.id(),
                        answer.person(),
                        title,
                        reason,
                        "service",
                        List.of(),
                        bad ? "high" : "low",
                        "cs",
                        answer.at()));
    }

    private void ticket(Support.Ticket ticket) {
        boolean bug = ticket.topic() == Topic.BUG_REPORT;
        if (!bug && ticket.topic() != Topic.FEATURE_REQUEST) {
            return;
        }
        write(
                new Item(
                        bug ? "bug_report" : "feature_request",
                        "ticket",
                        ticket.id(),
                        null,
                        people.primary(),
                        ticket.words().subject(),
                        ticket.words().text(),
                        "product",
                        List.of("tasks"),
                        ticket.priority().isHigh() ? "high" : "medium",
                        "product",
                        ticket.course().opened));
    }

    private void wish(Instant at) {
        Roadmap.Wish wish = dice.pick(roadmap.wishes());
        Wording own = story.wording();
        String id =
                write(
                        new Item(
                                "feature_request",
                                "in_app",
                                null,
                                null,
                                people.primary(),
                                own == null ? wish.title() : null,
                                own == null ? wish.text() : dice.pick(own.wishes()),
                                "product",
                                List.of(wish.feature()),
                                "medium",
                                "product",
                                at));
        if (own == null) {
            link(id, wish, at);
        }
    }

    private void link(String feedback, Roadmap.Wish wish, Instant at) {
        Instant linked = story.history.inPast(at.plusSeconds(86_400));
        story.row(Table.INSIGHT_EVIDENCE).text(feedback).text(wish.insight()).time(linked).end();
        story.row(Table.ROADMAP_FEEDBACK)
                .text(feedback)
                .text(wish.item())
                .time(linked)
                .text("csm.pool")
                .end();
        Roadmap.Wish other = dice.pick(roadmap.wishes());
        if (!others.contains(other.insight()) && !other.equals(wish) && dice.chance(0.3)) {
            others.add(other.insight());
            story.row(Table.INSIGHT_CLIENTS)
                    .text(other.insight())
                    .text(story.account.owner())
                    .time(linked)
                    .end();
        }
    }

    private record Item(
            String type,
            String source,
            @Nullable String sourceRef,
            @Nullable String response,
            People.Person person,
            @Nullable String title,
            String text,
            String category,
            List<String> tags,
            String priority,
            String team,
            Instant at) {}

    private String write(Item item) {
        String id = dice.id("feedback", item.at());
        Instant decided = item.at().plusSeconds(86_400L * dice.between(3, 40));
        boolean isDecided = story.history.isPast(decided) && dice.chance(0.5);
        story.row(Table.FEEDBACK)
                .text(id)
                .text(item.type())
                .text(item.source())
                .text(item.sourceRef())
                .text(item.response())
                .text(item.person().email())
                .text(item.person().name())
                .text(item.title())
                .text(item.text())
                .text(item.category())
                .array(item.tags())
                .text(item.priority())
                .text(isDecided ? "closed" : dice.chance(0.4) ? "triaged" : "new")
                .text(item.team())
                .time(isDecided ? decided : null)
                .time(item.at())
                .made(item.at(), isDecided ? decided : item.at())
                .end();
        story.engaged(item.at());
        return id;
    }
}
