package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Articles that answer the questions in tickets, one for each topic, with their views and votes. */
final class KnowledgeBase {
    private static final int VIEW_DAYS = 90;
    private static final int VOTERS = 12;

    private final Dice dice;
    private final LocalDate today;
    private final Instant since;

    KnowledgeBase(DemoOptions options) {
        this.dice = Dice.of(options.seed(), -1, "knowledge");
        this.today = options.today();
        this.since = History.start(options.history().firstDay());
    }

    void write(Rows rows) {
        for (Topic topic : Topic.values()) {
            write(rows, topic, dice.id("article", since));
        }
    }

    private void write(Rows rows, Topic topic, String id) {
        String title = "Help: " + topic.subject.toLowerCase(Locale.ROOT).replace("?", "");
        String summary = "What to look at first.";
        String body =
                topic.description + "\n\nOpen the settings, look at the last change, and undo it.";
        rows.of(Table.KB_ARTICLES)
                .text(id)
                .text(title)
                .text(summary)
                .text(body)
                .text(topic.wire())
                .array(List.of(topic.wire()))
                .text("published")
                .text("support.pool")
                .time(since)
                .made(since, since)
                .end();
        rows.of(Table.KB_ARTICLE_VERSIONS)
                .text(id)
                .number(1L)
                .text(title)
                .text(summary)
                .text(body)
                .text("live")
                .text("support.pool")
                .time(since)
                .made(since, since)
                .end();
        for (int ago = VIEW_DAYS; ago >= 1; ago--) {
            rows.of(Table.KB_ARTICLE_VIEWS)
                    .text(id)
                    .day(today.minusDays(ago))
                    .number((long) dice.between(1, 25))
                    .end();
        }
        for (int voter = 1; voter <= VOTERS; voter++) {
            rows.of(Table.KB_VOTES)
                    .text(id)
                    .text("voter-" + voter)
                    .flag(dice.chance(0.7))
                    .time(dice.during(today.minusDays(dice.between(1, VIEW_DAYS))))
                    .end();
        }
    }
}
