package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Happy clients whose decision maker advocates for us, for points. */
final class Advocacy {
    private record Kind(String type, int points) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("testimonial", 150),
                    new Kind("reference", 250),
                    new Kind("review", 300),
                    new Kind("referral", 400));
    private static final int SILVER = 500;
    private static final int REDEEMED = 100;

    private final Story story;
    private final Dice dice;
    private final People people;

    Advocacy(Story story, People people) {
        this.story = story;
        this.dice = story.dice("advocacy");
        this.people = people;
    }

    void tell() {
        LocalDate enrolled = story.history.today().minusDays(dice.between(120, 340));
        if (story.churnedOn() != null
                || enrolled.isBefore(story.firstDay())
                || story.isSilent(story.lastDay())
                || story.latent.recentSatisfaction(enrolled) < 0.74
                || !dice.chance(0.5)) {
            return;
        }
        Instant at = dice.during(enrolled);
        String id = dice.id("advocate", at);
        // Bronze is earned without a multiplier, and three of these contributions come close to
        // silver.
        int points = 0;
        int count = dice.between(1, 3);
        for (int i = 1; i <= count && points < SILVER; i++) {
            Kind kind = dice.pick(KINDS);
            points += kind.points();
            contribute(id, kind.type(), kind.points(), at.plusSeconds(86_400L * 30 * i));
        }
        boolean redeems = dice.chance(0.3);
        if (redeems) {
            contribute(id, "redemption", -REDEEMED, at.plusSeconds(86_400L * 110));
        }
        story.row(Table.ADVOCATES)
                .text(id)
                .text(people.primary().id())
                .text(people.primary().email())
                .text(points >= SILVER ? "silver" : "bronze")
                .number((long) points)
                .number(redeems ? (long) REDEEMED : 0L)
                .day(enrolled)
                .made(at, at)
                .end();
    }

    private void contribute(String advocate, String type, int points, Instant at) {
        boolean earned = points > 0;
        story.row(Table.ADVOCACY_CONTRIBUTIONS)
                .text(advocate)
                .text(dice.id("contribution", at))
                .text(type)
                .number((long) points)
                .number(earned ? Integer.valueOf(points) : null)
                .text(earned ? "1.00" : null)
                .time(at)
                .made(at, at)
                .end();
    }
}
