package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The customers' community and what our own team has posted to it. */
final class Forum {
    private static final List<String> TITLES =
            List.of(
                    "Welcome to the forum",
                    "Tips for large boards",
                    "How to plan a quarter",
                    "What is coming next");

    record Post(String id, Instant at) {}

    private final Dice dice;
    private final Instant since;
    private final String community;
    private final List<Post> posts = new ArrayList<>();

    Forum(DemoOptions options) {
        dice = Dice.of(options.seed(), -1, "forum");
        LocalDate start = options.history().firstDay();
        since = History.start(start);
        community = dice.id("community", since);
        int gap = options.days() / (TITLES.size() + 1);
        for (int i = 0; i < TITLES.size(); i++) {
            Instant at = History.start(start.plusDays((long) gap * i + 1)).plusSeconds(10 * 3600L);
            posts.add(new Post(dice.id("post", at), at));
        }
    }

    String community() {
        return community;
    }

    List<Post> posts() {
        return posts;
    }

    void write(Rows rows) {
        rows.of(Table.COMMUNITIES)
                .text(community)
                .text("Customers' forum")
                .text("forum")
                .made(since, since)
                .end();
        for (int i = 0; i < posts.size(); i++) {
            Post post = posts.get(i);
            rows.of(Table.COMMUNITY_TEAM_POSTS)
                    .text(community)
                    .text(post.id())
                    .text("csm.pool")
                    .text("post")
                    .text(TITLES.get(i))
                    .text("Read on below, and tell us how you do it.")
                    .time(post.at())
                    .made(post.at(), post.at())
                    .end();
        }
    }
}
