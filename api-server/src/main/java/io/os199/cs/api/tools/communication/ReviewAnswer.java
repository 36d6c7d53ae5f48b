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
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code conduct_executive_review} answers.
 *
 * @param nextReview planned with the completion of this one
 * @param invitation what was not sent
 * @param reportMarkdown what was prepared, for a person to read
 * @param isDryRun whether this only says what would come of it
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
        List<DataGap> dataGaps) {
    private static final int LONGEST_NOTES = 2_000;
    static final String NOT_SENT =
            "No invitation was sent: there is no calendar service. Send it from your own calendar";

    /**
     * A review.
     *
     * @param untrusted that its notes may hold a customer's words; absent where it has none
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

    /** Who is asked to come. */
    public record Attendee(
            String side,
            @Nullable @Personal(Personal.Kind.NAME) String name,
            @Nullable String title,
            @Nullable String contactId,
            @Nullable String role) {
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

    /** What was agreed. */
    public record Item(
            int itemNo,
            @Personal(Personal.Kind.TEXT) String title,
            @Personal(Personal.Kind.NAME) String owner,
            OwnerSide ownerSide,
            @Nullable LocalDate dueDate,
            ReviewItemStatus status,
            boolean isOverdue) {
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
}
