package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/** What one client's people do in the forum: they join, ask, comment on our posts and vote for them. */
final class Community {
    private final Story story;
    private final Dice dice;
    private final People people;
    private final Forum forum;

    Community(Story story, People people) {
        this.story = story;
        this.dice = story.dice("community");
        this.people = people;
        this.forum = story.reference.forum();
    }

    void tell() {
        if (!dice.chance(0.4)) {
            return;
        }
        LocalDate day = story.firstDay().plusDays(dice.between(20, 200));
        if (day.isBefore(story.lastDay())) {
            join(people.primary(), dice.during(day));
        }
    }

    private void join(People.Person person, Instant at) {
        String member = dice.id("member", at);
        story.row(Table.COMMUNITY_MEMBERS)
                .text(forum.community())
                .text(member)
                .text(person.id())
                .text(person.email())
                .text(person.name())
                .time(at)
                .made(at, at)
                .end();
        Instant last = History.start(story.lastDay());
        Instant asked = at.plusSeconds(86_400L * dice.between(2, 90));
        if (asked.isBefore(last) && dice.chance(0.6)) {
            String question = post(member, "question", null, "How do you plan a quarter?", asked);
            Instant answered = asked.plusSeconds(86_400);
            if (answered.isBefore(last)) {
                post(null, "answer", question, "With one board for each goal.", answered);
            }
        }
        for (Forum.Post post : forum.posts()) {
            Instant reacted = post.at().plusSeconds(86_400L * dice.between(1, 20));
            if (reacted.isAfter(at) && reacted.isBefore(last)) {
                react(member, post, reacted);
            }
        }
    }

    private void react(String member, Forum.Post post, Instant at) {
        if (dice.chance(0.5)) {
            story.row(Table.COMMUNITY_VOTES)
                    .text(forum.community())
                    .text(post.id())
                    .text(member)
                    .time(at)
                    .end();
        }
        if (dice.chance(0.25)) {
            post(member, "comment", post.id(), "We do it the same way.", at);
        }
    }

    private String post(
            @Nullable String member,
            String kind,
            @Nullable String parent,
            String text,
            Instant at) {
        String id = dice.id("post", at);
        story.row(Table.COMMUNITY_POSTS)
                .text(forum.community())
                .text(id)
                .text(member)
                .text(kind)
                .text(parent)
                .text(kind.equals("question") ? "A question about planning" : null)
                .text(text)
                .time(at)
                .made(at, at)
                .end();
        return id;
    }
}
