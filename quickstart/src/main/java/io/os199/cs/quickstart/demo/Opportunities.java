package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Expansion opportunities: those behind won expansions, some that came to nothing, and one open where things go well. */
final class Opportunities {
    private static final List<String> OPEN =
            List.of("identified", "qualified", "proposed", "negotiation");
    private static final List<Double> CHANCES = List.of(0.1, 0.3, 0.5, 0.7);
    private static final List<String> LOST_REASONS =
            List.of("price", "timing", "no_need", "no_decision");

    private final Story story;
    private final Dice dice;
    private @Nullable Instant openSince;

    Opportunities(Story story) {
        this.story = story;
        this.dice = story.dice("opportunities");
    }

    /** Writes an opportunity for seats that was won on that day, and returns its id. */
    String won(LocalDate on, long value) {
        LocalDate found = on.minusDays(dice.between(25, 70));
        if (found.isBefore(story.account.start())) {
            found = story.account.start();
        }
        return write("seats", "seats:-", null, "won", value, found, on, null);
    }

    /** Tells the other opportunities; called when the contracts are known. */
    void tell(long arr) {
        if (story.churnedOn() != null) {
            return;
        }
        LocalDate today = story.history.today();
        double satisfaction = story.latent.recentSatisfaction(today.minusDays(1));
        if (dice.chance(0.12) && story.account.start().isBefore(today.minusDays(200))) {
            LocalDate closed = today.minusDays(dice.between(30, 120));
            LocalDate found = closed.minusDays(dice.between(20, 70));
            write(
                    "tier_upgrade",
                    "tier_upgrade:-",
                    null,
                    "lost",
                    arr / 5,
                    found,
                    closed,
                    dice.pick(LOST_REASONS));
        }
        if (satisfaction > 0.68
                && story.account.start().isBefore(today.minusDays(120))
                && dice.chance(0.4)) {
            open(arr, today);
        }
    }

    /** Returns when talks about an open opportunity became serious, if they did. */
    @Nullable Instant openSince() {
        return openSince;
    }

    private void open(long arr, LocalDate today) {
        String stage = OPEN.get(dice.weighted(0.3, 0.3, 0.25, 0.15));
        LocalDate found = today.minusDays(dice.between(10, 60));
        List<ProductRange.Product> bought = story.bought();
        ProductRange.@Nullable Product missing =
                story.reference.range().products().stream()
                        .filter(p -> story.account.tier().includes(p.minTier()))
                        .filter(p -> !bought.contains(p))
                        .findFirst()
                        .orElse(null);
        String type = missing == null ? "seats" : "cross_sell";
        String key = type + ':' + (missing == null ? "-" : missing.id());
        long value = Math.max(10_000, arr * dice.between(8, 25) / 10_000 * 100);
        write(type, key, missing == null ? null : missing.id(), stage, value, found, null, null);
    }

    private String write(
            String type,
            String key,
            @Nullable String product,
            String stage,
            long value,
            LocalDate found,
            @Nullable LocalDate closed,
            @Nullable String lostReason) {
        Instant foundAt = dice.during(found);
        String id = dice.id("opportunity", foundAt);
        Instant movedAt = stages(id, stage, found, closed);
        int open = OPEN.indexOf(stage);
        story.row(Table.OPPORTUNITIES)
                .text(id)
                .text(type)
                .text(key)
                .text(product)
                .text(stage)
                .hundredths(value)
                .text(open < 0 ? null : CHANCES.get(open).toString())
                .day(open < 0 ? null : story.history.today().plusDays(dice.between(10, 90)))
                .text(story.account.owner())
                .text(open < 0 ? null : "Agree the next step with the decision maker")
                .text(lostReason)
                .day(closed)
                .made(foundAt, movedAt)
                .end();
        return id;
    }

    /** Writes the stages up to the given one and returns when it was reached. */
    private Instant stages(String id, String last, LocalDate found, @Nullable LocalDate closed) {
        int steps = OPEN.contains(last) ? OPEN.indexOf(last) : dice.between(1, 3);
        LocalDate until = closed == null ? story.history.today() : closed;
        int gap = (int) Math.max(1, (until.toEpochDay() - found.toEpochDay()) / (steps + 2));
        String before = null;
        Instant at = story.history.inPast(dice.during(found));
        for (int i = 0; i <= steps; i++) {
            at = story.history.inPast(dice.during(found.plusDays((long) gap * i)));
            change(id, at, before, OPEN.get(i));
            before = OPEN.get(i);
        }
        if (closed != null) {
            at = story.history.inPast(History.start(closed).plusSeconds(18 * 3600L));
            change(id, at, before, last);
        } else if (steps >= 1) {
            openSince = at;
        }
        return at;
    }

    private void change(String id, Instant at, @Nullable String from, String to) {
        story.row(Table.OPPORTUNITY_STAGE_CHANGES)
                .text(id)
                .time(at)
                .text(from)
                .text(to)
                .text(story.account.owner())
                .end();
    }
}
