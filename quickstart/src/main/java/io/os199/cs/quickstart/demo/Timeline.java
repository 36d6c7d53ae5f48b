package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/** The timeline of one client, to which everything that happens is reported. */
final class Timeline {
    enum Impact {
        POSITIVE,
        NEUTRAL,
        NEGATIVE
    }

    private static final String SOURCE = "demo";

    private final Rows rows;
    private final Account account;
    private final History history;
    private final Dice dice;

    Timeline(Rows rows, Account account, History history, Dice dice) {
        this.rows = rows;
        this.account = account;
        this.history = history;
        this.dice = dice;
    }

    void milestone(Instant at, String type, Impact impact, String title, @Nullable String ref) {
        add(at, type, impact, true, title, ref);
    }

    void event(Instant at, String type, Impact impact, String title, @Nullable String ref) {
        add(at, type, impact, false, title, ref);
    }

    private void add(
            Instant at,
            String type,
            Impact impact,
            boolean milestone,
            String title,
            @Nullable String ref) {
        Instant past = history.inPast(at);
        rows.of(Table.TIMELINE_EVENTS)
                .text(account.id())
                .time(past)
                .text(dice.id("event", past))
                .text(type)
                .text(title)
                .text("{}")
                .text(impact.name().toLowerCase(Locale.ROOT))
                .flag(milestone)
                .text(account.owner())
                .text(SOURCE)
                .text(ref)
                .end();
    }
}
