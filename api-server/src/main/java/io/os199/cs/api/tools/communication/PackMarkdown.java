package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tools.communication.ReviewPack.Check;
import io.os199.cs.api.tools.communication.ReviewPack.Fact;
import io.os199.cs.api.tools.communication.ReviewPack.Point;
import io.os199.cs.communication.model.OwnerSide;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.review.Attendees;
import io.os199.cs.communication.review.ReviewFacts.Held;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.PersonalData;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The preparation of a review for a person to read: Markdown made only of our own words, figures and cleaned names. */
final class PackMarkdown {
    private static final int MOST_ATTENDEES = 12;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Review review;
    private final ReviewPack pack;
    private final @Nullable Held last;
    private final LocalDate asOf;
    private final boolean isUnmasked;
    private final StringBuilder text = new StringBuilder();

    /** Creates the text; {@code isUnmasked} says whether the reader may see the names of people. */
    PackMarkdown(
            Review review,
            ReviewPack pack,
            @Nullable Held last,
            LocalDate asOf,
            boolean isUnmasked) {
        this.review = review;
        this.pack = pack;
        this.last = last;
        this.asOf = asOf;
        this.isUnmasked = isUnmasked;
    }

    String of(List<DataGap> gaps) {
        say("# Executive review of %s\n\n".formatted(plain(review.clientName())));
        say(
                "%s review on %s, %d minutes.  \n"
                        .formatted(
                                PackWords.words(WireName.of(review.type())),
                                TIME.format(review.scheduledAt()),
                                review.durationMinutes()));
        say(
                "Looks at %s to %s (%s).\n"
                        .formatted(
                                PackWords.DAY.format(pack.period().start()),
                                PackWords.DAY.format(pack.period().end().minusDays(1)),
                                PackWords.withDays(pack.period().basis())));
        attendees();
        list("Objectives", review.objectives(), "None stated yet");
        points("Wins", pack.wins());
        points("Risks", pack.risks());
        talkingPoints();
        facts();
        items();
        agenda();
        readiness();
        if (!gaps.isEmpty()) {
            say("\n## What cannot be told\n\n");
            gaps.forEach(
                    each ->
                            say(
                                    "- %s: %s\n"
                                            .formatted(
                                                    PackWords.label(
                                                            each.field()
                                                                    .substring("facts.".length())),
                                                    each.howToFix().split(";", 2)[0])));
        }
        return text.toString();
    }

    private void say(String line) {
        text.append(line);
    }

    private void attendees() {
        say("\n## Attendees\n\n");
        List<ReviewAttendee> all = Attendees.of(review);
        side("Customer", all, ReviewAttendee.CUSTOMER);
        side("Our side", all, ReviewAttendee.VENDOR);
    }

    private void side(String title, List<ReviewAttendee> all, String side) {
        List<String> names =
                all.stream().filter(each -> each.side().equals(side)).map(this::attendee).toList();
        int more = names.size() - MOST_ATTENDEES;
        say(
                "- %s: %s%s\n"
                        .formatted(
                                title,
                                names.isEmpty()
                                        ? "nobody named yet"
                                        : String.join(
                                                "; ",
                                                names.subList(
                                                        0, Math.min(names.size(), MOST_ATTENDEES))),
                                more > 0 ? "; and %d more".formatted(more) : ""));
    }

    private String attendee(ReviewAttendee attendee) {
        String name = attendee.name();
        String title = attendee.title();
        String role = attendee.role();
        return (name == null
                        ? "name unknown"
                        : person(name, attendee.side().equals(ReviewAttendee.VENDOR)))
                + (title == null ? "" : ", " + plain(title))
                + (role == null ? "" : " (" + role.replace('_', ' ') + ")");
    }

    private void list(String title, List<String> lines, String none) {
        say("\n## %s\n\n".formatted(title));
        if (lines.isEmpty()) {
            say("- %s\n".formatted(none));
        }
        lines.forEach(each -> say("- %s\n".formatted(plain(each))));
    }

    private void points(String title, List<Point> points) {
        say("\n## %s\n\n".formatted(title));
        if (points.isEmpty()) {
            say("- None in the figures\n");
        }
        points.forEach(each -> say("- %s\n".formatted(plain(PackWords.withDays(each.because())))));
    }

    private void talkingPoints() {
        say("\n## Talking points\n\n");
        if (pack.talkingPoints().isEmpty()) {
            say("- Nothing stands out in the figures\n");
        }
        pack.talkingPoints()
                .forEach(
                        each ->
                                say(
                                        "- **%s** (%s priority, %s). %s\n"
                                                .formatted(
                                                        plain(PackWords.withDays(each.action())),
                                                        WireName.of(each.priority()),
                                                        each.ruleId(),
                                                        plain(
                                                                PackWords.withDays(
                                                                        each.because())))));
    }

    private void facts() {
        say("\n## Facts\n\n| Fact | Value | Before | Change | Based on | When |\n");
        say("|---|---:|---:|---:|---|---|\n");
        for (Fact each : pack.facts()) {
            say(
                    "| %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    PackWords.label(each.key()),
                                    PackWords.shown(each.value(), each.unit()),
                                    PackWords.shown(each.previous(), each.unit()),
                                    PackWords.signed(each.change(), each.unit()),
                                    PackWords.basis(each),
                                    PackWords.withDays(each.window())));
        }
        if (pack.facts().stream().anyMatch(each -> each.unit().equals("amount"))) {
            say("\nAmounts are in the reporting currency.\n");
        }
    }

    private void items() {
        if (last == null || last.items().isEmpty()) {
            return;
        }
        long open =
                last.items().stream()
                        .filter(each -> each.status() == ReviewItemStatus.OPEN)
                        .count();
        say(
                "\n## Action items of the last review, %s: %d of %d open\n\n"
                        .formatted(PackWords.DAY.format(last.heldOn()), open, last.items().size()));
        say("| No. | Item | Owner | Due | Status |\n|---:|---|---|---|---|\n");
        for (ReviewItem each : last.items()) {
            LocalDate due = each.dueDate();
            say(
                    "| %d | %s | %s (%s) | %s | %s |\n"
                            .formatted(
                                    each.itemNo(),
                                    plain(
                                            isUnmasked
                                                    ? each.title()
                                                    : PersonalData.blankContacts(each.title())),
                                    person(each.owner(), each.ownerSide() == OwnerSide.US),
                                    switch (each.ownerSide()) {
                                        case US -> "us";
                                        case CUSTOMER -> "customer";
                                    },
                                    due == null ? "–" : PackWords.DAY.format(due),
                                    each.lateOn(asOf)
                                            ? "**Overdue**"
                                            : PackWords.words(WireName.of(each.status()))));
        }
    }

    private void agenda() {
        say("\n## Agenda\n\n");
        int no = 1;
        for (String item : pack.suggestedAgenda()) {
            say("%d. %s\n".formatted(no++, plain(item)));
        }
    }

    private void readiness() {
        List<Check> checks = pack.readiness().checks();
        say(
                "\n## Readiness: %d of %d\n\n"
                        .formatted(checks.stream().filter(Check::passed).count(), checks.size()));
        checks.forEach(
                each ->
                        say(
                                "- [%s] %s: %s\n"
                                        .formatted(
                                                each.passed() ? "x" : " ",
                                                PackWords.words(each.key()),
                                                PackWords.withDays(each.because()))));
    }

    private String person(String name, boolean ofColleague) {
        return plain(isUnmasked || ofColleague ? name : PersonalData.initials(name));
    }

    /** A name with its Markdown characters escaped. */
    private static String plain(String name) {
        return UntrustedText.name(name).replaceAll("([\\\\`*_\\[\\]<>#|!~])", "\\\\$1");
    }
}
