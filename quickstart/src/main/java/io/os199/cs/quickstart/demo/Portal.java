package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The portal of the larger clients: its settings, its recent visitors, and their searches. */
final class Portal {
    private static final int VISIT_DAYS = 90;

    private record Resource(String type, String title) {}

    private static final List<Resource> RESOURCES =
            List.of(
                    new Resource("documentation", "Handbook"),
                    new Resource("training", "Recorded sessions"),
                    new Resource("api_docs", "Programming interface"));

    private final Story story;
    private final Dice dice;

    Portal(Story story) {
        this.story = story;
        this.dice = story.dice("portal");
    }

    void tell() {
        if (!story.account.tier().includes(Tier.PROFESSIONAL)
                || story.churnedOn() != null
                || !dice.chance(0.7)) {
            return;
        }
        LocalDate set = story.firstDay().plusDays(3);
        if (!set.isBefore(story.lastDay())) {
            return;
        }
        Instant at = dice.during(set);
        settings(at);
        List<String> resources = RESOURCES.stream().map(r -> resource(r, at)).toList();
        LocalDate first = story.history.today().minusDays(VISIT_DAYS);
        for (LocalDate day = first.isBefore(set) ? set : first;
                !day.isAfter(story.lastDay());
                day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() <= 5 && !story.isSilent(day) && dice.chance(0.3)) {
                visit(day, resources);
            }
        }
    }

    private void settings(Instant at) {
        story.row(Table.PORTAL_SETTINGS)
                .text("{\"tickets\": true, \"kb\": true, \"downloads\": true, \"chat\": false}")
                .text("#1f6feb")
                .text("Welcome, " + story.account.name())
                .made(at, at)
                .end();
        // A host name belongs to one client, and planted clients may share their domain.
        if (story.account.tier() == Tier.ENTERPRISE && story.role() == null) {
            story.row(Table.PORTAL_DOMAINS)
                    .text("portal." + story.account.domain())
                    .text("verified")
                    .time(at)
                    .made(at, at)
                    .end();
        }
    }

    private String resource(Resource resource, Instant at) {
        String id = dice.id("resource", at);
        story.row(Table.PORTAL_RESOURCES)
                .text(id)
                .text(resource.type())
                .text(resource.title())
                .text("https://portal.example/" + resource.type())
                .time(at)
                .made(at, at)
                .end();
        return id;
    }

    private void visit(LocalDate day, List<String> resources) {
        int visits = dice.between(1, 6);
        story.row(Table.PORTAL_VISITS)
                .day(day)
                .number((long) visits)
                .number((long) dice.between(1, Math.min(visits, 3)))
                .number((long) dice.between(0, 4))
                .end();
        if (dice.chance(0.5)) {
            story.row(Table.PORTAL_RESOURCE_VIEWS)
                    .day(day)
                    .text(dice.pick(resources))
                    .number((long) dice.between(1, 3))
                    .end();
        }
        if (dice.chance(0.3)) {
            Instant at = dice.during(day);
            Topic topic = dice.pick(List.of(Topic.values()));
            story.row(Table.KB_SEARCHES)
                    .text(dice.id("search", at))
                    .time(at)
                    .text(topic.wire().replace('_', ' ').toLowerCase(Locale.ROOT))
                    .text("portal")
                    .number((long) dice.between(0, 3))
                    .end();
        }
    }
}
