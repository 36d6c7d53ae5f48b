package io.os199.cs.quickstart.demo;

import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Business reviews with the larger clients: those held, with action items, and often the next one. */
final class Reviews {
    private static final List<String> AGENDA =
            List.of("Results", "Adoption", "Support", "Roadmap", "Next goals");
    private static final List<String> ACTIONS =
            List.of("Train the second team", "Connect the calendar", "Share the usage report");
    private static final int MINUTES = 60;

    private final Story story;
    private final Dice dice;
    private final People people;
    private final Touchpoints touchpoints;

    Reviews(Story story, People people, Touchpoints touchpoints) {
        this.story = story;
        this.dice = story.dice("reviews");
        this.people = people;
        this.touchpoints = touchpoints;
    }

    void tell() {
        Tier tier = story.account.tier();
        if (tier == Tier.STARTER || (tier == Tier.STANDARD && dice.chance(0.7))) {
            return;
        }
        int everyDays = tier == Tier.ENTERPRISE ? 91 : 182;
        LocalDate day = weekday(story.firstDay().plusDays(dice.between(60, 60 + everyDays)));
        while (!day.isAfter(story.lastDay())) {
            held(day, everyDays);
            day = weekday(day.plusDays(everyDays));
        }
        if (story.churnedOn() == null && dice.chance(0.6)) {
            scheduled(weekday(story.history.today().plusDays(dice.between(3, 70))), everyDays);
        }
    }

    private void held(LocalDate day, int everyDays) {
        Instant from = History.start(day).plusSeconds(3_600L * dice.between(9, 15));
        Instant to = from.plusSeconds(MINUTES * 60L);
        double satisfaction = story.latent.satisfactionOn(day);
        int stars = Math.clamp(Math.round(1 + 4.2 * satisfaction), 1, 5);
        String id = write(from, to, everyDays, stars);
        touchpoints.review(id, from);
        for (int i = 1; i <= dice.between(1, 2); i++) {
            action(id, i, to);
        }
    }

    private void scheduled(LocalDate day, int everyDays) {
        write(History.start(day).plusSeconds(3_600L * 14), null, everyDays, null);
    }

    private String write(
            Instant at, @Nullable Instant completed, int everyDays, @Nullable Integer stars) {
        Instant made = story.history.inPast(at.minusSeconds(21 * 86_400L));
        String id = dice.id("review", made);
        story.row(Table.EXECUTIVE_REVIEWS)
                .text(id)
                .text(everyDays == 91 ? "quarterly" : "semi_annual")
                .time(at)
                .text(attendees())
                .array(AGENDA)
                .array(List.of("Agree on the goals of the next period"))
                .text(completed == null ? "scheduled" : "completed")
                .time(completed)
                .number(stars)
                .text(completed == null ? null : "Results shown, next goals agreed.")
                .day(completed == null ? null : weekday(History.day(at).plusDays(everyDays)))
                .made(made, completed == null ? made : completed)
                .end();
        return id;
    }

    private void action(String review, int number, Instant held) {
        Instant done = held.plusSeconds(86_400L * dice.between(5, 60));
        boolean isDone = story.history.isPast(done) && dice.chance(0.8);
        story.row(Table.REVIEW_ACTION_ITEMS)
                .text(review)
                .number((long) number)
                .text(ACTIONS.get((number - 1) % ACTIONS.size()))
                .text(story.account.owner())
                .text(dice.chance(0.6) ? "us" : "customer")
                .day(History.day(held).plusDays(30))
                .text(isDone ? "done" : "open")
                .time(isDone ? done : null)
                .made(held, isDone ? done : held)
                .end();
    }

    private String attendees() {
        People.Person primary = people.primary();
        return Json.mapper()
                .valueToTree(
                        List.of(
                                Map.of("side", "vendor", "name", story.account.owner()),
                                Map.of(
                                        "side", "customer",
                                        "name", primary.name(),
                                        "title", primary.title(),
                                        "role", primary.role(),
                                        "contact_id", primary.id())))
                .toString();
    }

    private static LocalDate weekday(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.plusDays(2);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
    }
}
