package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.communication.model.NewReview;
import io.os199.cs.communication.model.NewReviewItem;
import io.os199.cs.communication.model.OwnerSide;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.model.ReviewType;
import io.os199.cs.communication.review.Reviews.Outcome;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The arguments of {@code conduct_executive_review}. */
public record ReviewInput(
        Action action,
        @Nullable
                @Actions(
                        value = {"schedule_ebr", "list_upcoming_ebrs"},
                        requiredBy = "schedule_ebr")
                @Size(max = 200)
                String clientId,
        @Nullable
                @Actions(
                        value = {
                            "get_ebr_details",
                            "prepare_ebr",
                            "complete_ebr",
                            "reschedule_ebr",
                            "cancel_ebr",
                            "update_action_item"
                        },
                        requiredBy = {
                            "get_ebr_details",
                            "prepare_ebr",
                            "complete_ebr",
                            "reschedule_ebr",
                            "cancel_ebr",
                            "update_action_item"
                        },
                        from =
                                "the ebr_id that schedule_ebr answered, or find it with"
                                        + " list_upcoming_ebrs")
                @Size(min = 1, max = 60)
                String ebrId,
        @Nullable
                @Actions(
                        value = {
                            "complete_ebr",
                            "reschedule_ebr",
                            "cancel_ebr",
                            "update_action_item"
                        },
                        requiredBy = {
                            "complete_ebr",
                            "reschedule_ebr",
                            "cancel_ebr",
                            "update_action_item"
                        })
                @Min(1)
                Integer version,
        @Nullable @Actions(value = "schedule_ebr", requiredBy = "schedule_ebr") ReviewType ebrType,
        @Nullable
                @Actions(
                        value = {"schedule_ebr", "reschedule_ebr"},
                        requiredBy = {"schedule_ebr", "reschedule_ebr"})
                Instant scheduledDate,
        @Nullable @Actions({"schedule_ebr", "reschedule_ebr"}) Integer durationMinutes,
        @Nullable @Actions("schedule_ebr") @Size(max = 30) List<Attendee> customerAttendees,
        @Nullable @Actions("schedule_ebr") @Size(max = 30) List<Attendee> vendorAttendees,
        @Nullable @Actions("schedule_ebr") @Size(max = 20)
                List<@Size(min = 1, max = 200) String> agendaItems,
        @Nullable @Actions("schedule_ebr") @Size(max = 20)
                List<@Size(min = 1, max = 200) String> objectives,
        @Nullable @Actions(value = "complete_ebr", requiredBy = "complete_ebr") @Min(1) @Max(5)
                Integer satisfactionRating,
        @Nullable @Actions("complete_ebr") @Size(max = 10_000) String notes,
        @Nullable @Actions("complete_ebr") @Size(max = 30) List<Item> actionItems,
        @Nullable @Actions("complete_ebr") Instant nextEbrDate,
        @Nullable @Actions(value = "update_action_item", requiredBy = "update_action_item") @Min(1)
                Integer itemNo,
        @Nullable @Actions("update_action_item") ReviewItemStatus itemStatus,
        @Nullable @Actions("update_action_item") LocalDate dueDate,
        @Default(value = "60", listed = false) @Actions("list_upcoming_ebrs") int withinDays,
        @Nullable @Actions("list_upcoming_ebrs") @Size(max = 200) String csm,
        @Nullable @Actions("prepare_ebr") LocalDate asOf,
        @Default(value = "50", listed = false) @Actions("list_upcoming_ebrs") @Min(1) @Max(200)
                int limit,
        @Nullable @Actions("list_upcoming_ebrs") @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false)
                @Actions({
                    "schedule_ebr",
                    "complete_ebr",
                    "reschedule_ebr",
                    "cancel_ebr",
                    "update_action_item"
                })
                boolean dryRun,
        @Nullable @Actions("cancel_ebr") @Size(max = 400) String confirmationToken,
        @Nullable
                @Actions({
                    "schedule_ebr",
                    "complete_ebr",
                    "reschedule_ebr",
                    "cancel_ebr",
                    "update_action_item"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    private static final int USUAL_MINUTES = 60;

    /** The action to take. */
    public enum Action {
        SCHEDULE_EBR,
        GET_EBR_DETAILS,
        PREPARE_EBR,
        COMPLETE_EBR,
        LIST_UPCOMING_EBRS,
        RESCHEDULE_EBR,
        CANCEL_EBR,
        UPDATE_ACTION_ITEM
    }

    /** Somebody who is invited. */
    public record Attendee(
            @Nullable @Size(min = 1, max = 200) String name,
            @Nullable @Size(min = 1, max = 200) String title,
            @Nullable @Pattern(regexp = "[^\\s@]+@[^\\s@]+\\.[^\\s@]+") @Size(max = 254)
                    String email) {
        private ReviewAttendee on(String side) {
            return new ReviewAttendee(
                    side,
                    name == null ? null : UntrustedText.name(name),
                    title == null ? null : UntrustedText.name(title),
                    email == null ? null : email.strip(),
                    null,
                    null);
        }
    }

    /** An agreed action item. */
    public record Item(
            @Size(min = 1, max = 200) String title,
            @Size(min = 1, max = 200) String owner,
            OwnerSide ownerSide,
            @Nullable LocalDate dueDate) {
        private NewReviewItem toItem() {
            return new NewReviewItem(
                    UntrustedText.name(title), UntrustedText.name(owner), ownerSide, dueDate);
        }
    }

    NewReview toReview() {
        ReviewType type = Objects.requireNonNull(ebrType);
        List<String> agenda = names(agendaItems);
        return new NewReview(
                type,
                Objects.requireNonNull(scheduledDate),
                durationMinutes == null ? USUAL_MINUTES : durationMinutes,
                Stream.concat(
                                all(customerAttendees).stream()
                                        .map(each -> each.on(ReviewAttendee.CUSTOMER)),
                                all(vendorAttendees).stream()
                                        .map(each -> each.on(ReviewAttendee.VENDOR)))
                        .toList(),
                agenda.isEmpty() ? type.agenda() : agenda,
                names(objectives));
    }

    Outcome toOutcome() {
        return new Outcome(
                Objects.requireNonNull(satisfactionRating),
                notes,
                all(actionItems).stream().map(Item::toItem).toList(),
                nextEbrDate);
    }

    private static List<String> names(@Nullable List<String> texts) {
        return all(texts).stream().map(UntrustedText::name).toList();
    }

    private static <T> List<T> all(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
