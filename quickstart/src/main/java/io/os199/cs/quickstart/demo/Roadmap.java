package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What product management makes of the wishes: each frequent one becomes an insight and a roadmap item. */
final class Roadmap {
    /** A wish; {@code feature} is the key of the feature that it concerns. */
    record Wish(String insight, String item, String title, String text, String feature) {}

    private static final List<String> STATUSES = List.of("considering", "planned", "in_progress");

    private final Instant since;
    private final List<Wish> wishes = new ArrayList<>();

    Roadmap(DemoOptions options) {
        since = History.start(options.today().minusDays(options.days() / 2));
        Dice dice = Dice.of(options.seed(), -1, "roadmap");
        add(dice, "Colours for labels", "We would like to choose the colours of labels.", "tasks");
        add(dice, "Faster reports", "Reports should open within a second or two.", "reports");
        add(dice, "Export of all fields", "An export with all fields would help us.", "export");
    }

    List<Wish> wishes() {
        return wishes;
    }

    void write(Rows rows) {
        for (Wish wish : wishes) {
            rows.of(Table.INSIGHTS)
                    .text(wish.insight())
                    .text("feature_request")
                    .text(wish.title())
                    .text(wish.text())
                    .text("medium")
                    .text("delivered")
                    .array(List.of("product@vendor.example"))
                    .time(since)
                    .text("csm.pool")
                    .made(since, since)
                    .end();
            String status = STATUSES.get(wishes.indexOf(wish));
            rows.of(Table.ROADMAP_ITEMS)
                    .text(wish.item())
                    .text(wish.title())
                    .text(wish.text())
                    .text(status)
                    .text(status.equals("considering") ? null : "next quarter")
                    .time(since)
                    .made(since, since)
                    .end();
        }
    }

    private void add(Dice dice, String title, String text, String feature) {
        wishes.add(
                new Wish(
                        dice.id("insight", since),
                        dice.id("roadmap", since),
                        title,
                        text,
                        feature));
    }
}
