package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.model.OverdueReview;
import io.os199.cs.communication.model.OwnerSide;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.model.ReviewStatus;
import io.os199.cs.communication.model.ReviewType;
import io.os199.cs.communication.review.Attendees;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Shortenable;
import io.os199.cs.platform.text.OfEitherSide;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of {@code conduct_executive_review}.
 *
 * @param nextReview the review planned when this one was completed
 * @param invitation a note that no invitation was sent
 * @param reportMarkdown the preparation, for a person to read
 * @param isDryRun whether this only says what the call would do
 */
public record ReviewAnswer(
        @Nullable Shown review,
        @Nullable List<Item> actionItems,
        @Nullable Shown nextReview,
        @Nullable String invitation,
        ReviewPack.@Nullable Period period,
        @Nullable List<ReviewPack.Fact> facts,
        @Nullable List<ReviewPack.Point> wins,
        @Nullable List<ReviewPack.Point> risks,
        @Nullable List<ReviewPack.TalkingPoint> talkingPoints,
        @Nullable List<String> suggestedAgenda,
        ReviewPack.@Nullable Readiness readiness,
        @Nullable String reportMarkdown,
        @Nullable List<Shown> items,
        @Nullable Long totalCount,
        @Nullable String nextCursor,
        @Nullable List<OverdueReview> overdueClients,
        @Nullable List<Truncation> truncated,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps)
        implements Shortenable<ReviewAnswer> {
    private static final int LONGEST_NOTES = 2_000;

    /** The sizes tried one after the other until an answer fits. */
    private static final List<Room> ROOMS =
            List.of(
                    new Room(20, 1_500, 120, 8_000),
                    new Room(10, 800, 80, 5_000),
                    new Room(4, 300, 50, 3_000),
                    new Room(2, 100, 30, 1_500));

    static final String NOT_SENT =
            "No invitation was sent: there is no calendar service. Send it from your own calendar";

    /**
     * A review.
     *
     * @param untrusted that its notes may hold a customer's words; absent where it has no notes
     */
    public record Shown(
            String ebrId,
            String clientId,
            String clientName,
            ReviewType type,
            ReviewStatus status,
            Instant scheduledAt,
            int durationMinutes,
            List<String> agenda,
            List<String> objectives,
            List<Attendee> attendees,
            @Nullable Instant completedAt,
            @Nullable Integer satisfactionRating,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String notesText,
            @Nullable Boolean truncated,
            @Nullable LocalDate nextReviewOn,
            int version) {
        static Shown of(Review review) {
            String raw = review.notesText();
            UntrustedText notes = raw == null ? null : UntrustedText.of(raw, LONGEST_NOTES);
            return new Shown(
                    review.reviewId(),
                    review.clientId(),
                    review.clientName(),
                    review.type(),
                    review.status(),
                    review.scheduledAt(),
                    review.durationMinutes(),
                    review.agenda().stream().map(UntrustedText::name).toList(),
                    review.objectives().stream().map(UntrustedText::name).toList(),
                    Attendees.of(review).stream().map(Attendee::of).toList(),
                    review.completedAt(),
                    review.satisfaction(),
                    notes == null ? null : true,
                    notes == null ? null : notes.text(),
                    (notes != null && notes.truncated()) ? true : null,
                    review.nextReviewOn(),
                    review.version());
        }
    }

    /**
     * How much of a list and of a text is shown.
     *
     * @param line characters of a name, a title or an agenda point
     * @param report characters of the Markdown
     */
    private record Room(int most, int notes, int line, int report) {
        <T> List<T> some(String list, List<T> all, List<Truncation> cut) {
            if (all.size() <= most) {
                return all;
            }
            cut.add(new Truncation(list, most, all.size()));
            return all.subList(0, most);
        }

        List<String> lines(String list, List<String> all, List<Truncation> cut) {
            return some(list, all, cut).stream().map(this::line).toList();
        }

        String line(String text) {
            return UntrustedText.of(text, line).text();
        }

        Shown review(String name, Shown whole, List<Truncation> cut) {
            String raw = whole.notesText();
            UntrustedText cutNotes = raw == null ? null : UntrustedText.of(raw, notes);
            boolean isCut =
                    Boolean.TRUE.equals(whole.truncated())
                            || (cutNotes != null && cutNotes.truncated());
            return new Shown(
                    whole.ebrId(),
                    whole.clientId(),
                    whole.clientName(),
                    whole.type(),
                    whole.status(),
                    whole.scheduledAt(),
                    whole.durationMinutes(),
                    lines(name + ".agenda", whole.agenda(), cut),
                    lines(name + ".objectives", whole.objectives(), cut),
                    some(name + ".attendees", whole.attendees(), cut).stream()
                            .map(this::attendee)
                            .toList(),
                    whole.completedAt(),
                    whole.satisfactionRating(),
                    whole.untrusted(),
                    cutNotes == null ? null : cutNotes.text(),
                    isCut ? true : null,
                    whole.nextReviewOn(),
                    whole.version());
        }

        private Attendee attendee(Attendee whole) {
            String name = whole.name();
            String title = whole.title();
            return new Attendee(
                    whole.side(),
                    name == null ? null : line(name),
                    title == null ? null : line(title),
                    whole.contactId(),
                    whole.role());
        }

        /** Keeps all items, since each may have to be updated by its number. */
        List<Item> items(List<Item> all) {
            return all.stream()
                    .map(
                            each ->
                                    new Item(
                                            each.itemNo(),
                                            line(each.title()),
                                            line(each.owner()),
                                            each.ownerSide(),
                                            each.dueDate(),
                                            each.status(),
                                            each.isOverdue()))
                    .toList();
        }

        /** Shortens the report to whole lines. */
        String report(String markdown, List<Truncation> cut) {
            if (markdown.codePointCount(0, markdown.length()) <= report) {
                return markdown;
            }
            String start = UntrustedText.of(markdown, report).text();
            String lines = start.substring(0, Math.max(0, start.lastIndexOf('\n'))) + "\n";
            cut.add(
                    new Truncation(
                            "report_markdown.lines",
                            (int) lines.lines().count(),
                            markdown.lines().count()));
            return lines;
        }
    }

    /** Somebody who is invited. */
    public record Attendee(
            String side,
            @Nullable @Personal(Personal.Kind.NAME) String name,
            @Nullable String title,
            @Nullable String contactId,
            @Nullable String role)
            implements OfEitherSide {
        @Override
        public boolean ofColleague() {
            return side.equals(ReviewAttendee.VENDOR);
        }

        static Attendee of(ReviewAttendee attendee) {
            String name = attendee.name();
            String title = attendee.title();
            return new Attendee(
                    attendee.side(),
                    name == null ? null : UntrustedText.name(name),
                    title == null ? null : UntrustedText.name(title),
                    attendee.contactId(),
                    attendee.role());
        }
    }

    /** An agreed action item. */
    public record Item(
            int itemNo,
            @Personal(Personal.Kind.TEXT) String title,
            @Personal(Personal.Kind.NAME) String owner,
            OwnerSide ownerSide,
            @Nullable LocalDate dueDate,
            ReviewItemStatus status,
            boolean isOverdue)
            implements OfEitherSide {
        @Override
        public boolean ofColleague() {
            return ownerSide == OwnerSide.US;
        }

        static List<Item> of(List<ReviewItem> items, LocalDate today) {
            return items.stream()
                    .map(
                            each ->
                                    new Item(
                                            each.itemNo(),
                                            UntrustedText.name(each.title()),
                                            UntrustedText.name(each.owner()),
                                            each.ownerSide(),
                                            each.dueDate(),
                                            each.status(),
                                            each.lateOn(today)))
                    .toList();
        }
    }

    static ReviewAnswer of(
            Review review,
            @Nullable List<Item> items,
            @Nullable Review next,
            @Nullable String invitation,
            @Nullable ReviewPack pack,
            @Nullable Boolean isDryRun,
            List<DataGap> gaps,
            Instant now) {
        return new ReviewAnswer(
                Shown.of(review),
                items,
                next == null ? null : Shown.of(next),
                invitation,
                pack == null ? null : pack.period(),
                pack == null ? null : pack.facts(),
                pack == null ? null : pack.wins(),
                pack == null ? null : pack.risks(),
                pack == null ? null : pack.talkingPoints(),
                pack == null ? null : pack.suggestedAgenda(),
                pack == null ? null : pack.readiness(),
                pack == null ? null : pack.reportMarkdown(),
                null,
                null,
                null,
                null,
                null,
                isDryRun,
                now,
                gaps);
    }

    /** An answer with one review can be shortened; a page of several is cut where it is paged. */
    @Override
    public AnswerBudget budget() {
        return items == null || items.size() == 1 ? AnswerBudget.USUAL : AnswerBudget.RAISED;
    }

    @Override
    public ReviewAnswer shortened() {
        ReviewAnswer shorter = this;
        for (Room room : ROOMS) {
            shorter = within(room);
            if (budget().holds(Json.written(shorter, true))) {
                return shorter;
            }
        }
        return shorter;
    }

    private ReviewAnswer within(Room room) {
        List<Truncation> cut = new ArrayList<>();
        if (truncated != null) {
            cut.addAll(truncated);
        }
        return new ReviewAnswer(
                review == null ? null : room.review("review", review, cut),
                actionItems == null ? null : room.items(actionItems),
                nextReview == null ? null : room.review("next_review", nextReview, cut),
                invitation,
                period,
                facts,
                wins,
                risks,
                talkingPoints,
                suggestedAgenda == null
                        ? null
                        : room.lines("suggested_agenda", suggestedAgenda, cut),
                readiness,
                reportMarkdown == null ? null : room.report(reportMarkdown, cut),
                items == null
                        ? null
                        : items.stream().map(each -> room.review("items", each, cut)).toList(),
                totalCount,
                nextCursor,
                overdueClients,
                cut.isEmpty() ? null : List.copyOf(cut),
                isDryRun,
                computedAt,
                dataGaps);
    }
}
