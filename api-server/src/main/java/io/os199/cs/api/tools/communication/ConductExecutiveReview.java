package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.communication.ReviewAnswer.Item;
import io.os199.cs.api.tools.communication.ReviewAnswer.Shown;
import io.os199.cs.api.tools.communication.ReviewInput.Action;
import io.os199.cs.communication.model.OverdueReview;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewStatus;
import io.os199.cs.communication.model.ReviewType;
import io.os199.cs.communication.review.ReviewPlans;
import io.os199.cs.communication.review.ReviewPlans.Listed;
import io.os199.cs.communication.review.ReviewPlans.Position;
import io.os199.cs.communication.review.Reviews;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Executive reviews: planned, prepared from our own rows, and held; and which clients are due for one. */
@ToolInfo(
        name = "conduct_executive_review",
        title = "Executive reviews",
        description =
                "Plans, prepares, records executive reviews (QBR); lists who is due. Daily state:"
                        + " get_client_overview.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 10,
        idempotent = false)
public final class ConductExecutiveReview implements Tool<ReviewInput, ReviewAnswer> {
    private static final String NAME = "conduct_executive_review";
    private static final int USUAL_LIMIT = 50;
    private static final int SHOWN_OVERDUE = 50;

    private final Database database;
    private final ClientDirectory clients;
    private final Reviews reviews;
    private final Cursors cursors;
    private final ZoneId zone;

    ConductExecutiveReview(
            Database database,
            ClientDirectory clients,
            Reviews reviews,
            Cursors cursors,
            ZoneId zone) {
        this.database = database;
        this.clients = clients;
        this.reviews = reviews;
        this.cursors = cursors;
        this.zone = zone;
    }

    /** The preview that a person confirms before a review is cancelled. */
    public record CancelPreview(
            String ebrId,
            String clientId,
            String clientName,
            ReviewType type,
            Instant scheduledAt,
            int attendeeCount)
            implements Preview {
        @Override
        public String question() {
            return "Cancel the review %s and drop its open tasks?".formatted(ebrId);
        }
    }

    @Override
    public List<Fault> faults(ReviewInput input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>(AsOf.faults(input.asOf(), call.today()));
        toCome(faults, "scheduled_date", input.scheduledDate(), call.now());
        toCome(faults, "next_ebr_date", input.nextEbrDate(), call.now());
        within(faults, "duration_minutes", input.durationMinutes(), 15, 480);
        if (!unread.contains("within_days")) {
            within(faults, "within_days", input.withinDays(), 1, 365);
        }
        visible(faults, "agenda_items", input.agendaItems());
        visible(faults, "objectives", input.objectives());
        visible(
                faults,
                "action_items",
                input.actionItems() == null
                        ? null
                        : input.actionItems().stream()
                                .flatMap(each -> List.of(each.title(), each.owner()).stream())
                                .toList());
        nobody(faults, "customer_attendees", input.customerAttendees());
        nobody(faults, "vendor_attendees", input.vendorAttendees());
        if (input.action() == Action.UPDATE_ACTION_ITEM
                && input.itemStatus() == null
                && input.dueDate() == null
                && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "item_status", "update_action_item", "item_status or due_date"));
        }
        return faults;
    }

    private static void within(
            List<Fault> faults, String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            faults.add(
                    new Fault(
                            field,
                            "%s %d is not from %d to %d".formatted(field, value, least, most),
                            "%d to %d".formatted(least, most)));
        }
    }

    private static void toCome(
            List<Fault> faults, String field, @Nullable Instant at, Instant now) {
        if (at != null && !at.isAfter(now)) {
            faults.add(
                    new Fault(
                            field,
                            "%s %s is not in the future: it is %s now".formatted(field, at, now),
                            "an instant after " + now));
        }
    }

    private static void visible(List<Fault> faults, String field, @Nullable List<String> texts) {
        if (texts != null && texts.stream().anyMatch(each -> UntrustedText.name(each).isEmpty())) {
            faults.add(
                    new Fault(
                            field,
                            field + " has a text without a visible character",
                            "text that can be read"));
        }
    }

    private static void nobody(
            List<Fault> faults, String field, @Nullable List<ReviewInput.Attendee> attendees) {
        if (attendees != null
                && attendees.stream()
                        .anyMatch(
                                each ->
                                        each.email() == null
                                                && (each.name() == null
                                                        || UntrustedText.name(each.name())
                                                                .isEmpty()))) {
            faults.add(
                    new Fault(
                            field,
                            field + " has somebody with neither a name nor an email",
                            "a name or an email of each"));
        }
    }

    @Override
    public Answer<ReviewAnswer> call(ReviewInput input, Call call) {
        return switch (input.action()) {
            case GET_EBR_DETAILS ->
                    database.snapshot(
                            tx ->
                                    Reviews.find(tx, id(input))
                                            .map(
                                                    review ->
                                                            shown(
                                                                    tx, review, null, null, input,
                                                                    call)));
            case PREPARE_EBR ->
                    database.snapshot(
                            tx ->
                                    Reviews.find(tx, id(input))
                                            .then(review -> prepare(tx, review, input, call)));
            case LIST_UPCOMING_EBRS -> database.snapshot(tx -> list(tx, input, call));
            default -> changed(input, call);
        };
    }

    private Answer<ReviewAnswer> prepare(
            Transaction tx, Review review, ReviewInput input, Call call) {
        return review.status() == ReviewStatus.CANCELLED
                ? Answer.refused(called(review))
                : Answer.of(prepared(tx, review, input, call));
    }

    private static Refusal called(Review review) {
        return Refusal.failedPrecondition("The review is cancelled: there is nothing to prepare")
                .field("ebr_id")
                .hint("Plan another one with schedule_ebr")
                .detail(Reviews.Standing.of(review));
    }

    private ReviewAnswer prepared(Transaction tx, Review review, ReviewInput input, Call call) {
        PackReader reader = new PackReader(tx, review, input.asOf(), zone, call);
        ReviewPack pack = reader.read();
        return ReviewAnswer.of(review, null, null, null, pack, null, reader.gaps(), call.now());
    }

    private Answer<ReviewAnswer> changed(ReviewInput input, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.onlyReading(
                            "get_ebr_details", "prepare_ebr", "list_upcoming_ebrs"));
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        if (input.action() != Action.CANCEL_EBR || call.isRepeated()) {
            return call.write(ReviewAnswer.class, tx -> write(tx, input, call));
        }
        return database.rehearse(tx -> write(tx, input, call))
                .then(
                        would ->
                                call.writeConfirmed(
                                        preview(Objects.requireNonNull(would.review())),
                                        "%s %d".formatted(id(input), input.version()),
                                        ReviewAnswer.class,
                                        tx -> write(tx, input, call)));
    }

    private static CancelPreview preview(Shown review) {
        return new CancelPreview(
                review.ebrId(),
                review.clientId(),
                review.clientName(),
                review.type(),
                review.scheduledAt(),
                review.attendees().size());
    }

    private Answer<ReviewAnswer> write(Transaction tx, ReviewInput input, Call call) {
        Doing doing = call.doing();
        return switch (input.action()) {
            case SCHEDULE_EBR ->
                    clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                            .then(client -> reviews.schedule(tx, client, input.toReview(), doing))
                            .map(
                                    review ->
                                            shown(
                                                    tx,
                                                    review,
                                                    null,
                                                    ReviewAnswer.NOT_SENT,
                                                    input,
                                                    call));
            case RESCHEDULE_EBR ->
                    reviews.reschedule(
                                    tx,
                                    id(input),
                                    version(input),
                                    Objects.requireNonNull(input.scheduledDate()),
                                    input.durationMinutes(),
                                    doing)
                            .map(
                                    review ->
                                            shown(
                                                    tx,
                                                    review,
                                                    null,
                                                    ReviewAnswer.NOT_SENT,
                                                    input,
                                                    call));
            case CANCEL_EBR ->
                    reviews.cancel(tx, id(input), version(input), doing)
                            .map(review -> shown(tx, review, null, null, input, call));
            case COMPLETE_EBR ->
                    reviews.complete(tx, id(input), version(input), input.toOutcome(), doing)
                            .map(
                                    done ->
                                            shown(
                                                    tx,
                                                    done.review(),
                                                    done.next(),
                                                    done.next() == null
                                                            ? null
                                                            : ReviewAnswer.NOT_SENT,
                                                    input,
                                                    call));
            default ->
                    reviews.updateItem(
                                    tx,
                                    id(input),
                                    version(input),
                                    Objects.requireNonNull(input.itemNo()),
                                    input.itemStatus(),
                                    input.dueDate(),
                                    doing)
                            .map(review -> shown(tx, review, null, null, input, call));
        };
    }

    private static ReviewAnswer shown(
            Transaction tx,
            Review review,
            @Nullable Review next,
            @Nullable String invitation,
            ReviewInput input,
            Call call) {
        return ReviewAnswer.of(
                review,
                Item.of(Reviews.items(tx, review), call.today()),
                next,
                invitation,
                null,
                input.dryRun() ? true : null,
                List.of(),
                call.now());
    }

    /** Identifies the list that a page belongs to. */
    private record Query(@Nullable String clientId, int withinDays, @Nullable String csm) {}

    private Answer<ReviewAnswer> list(Transaction tx, ReviewInput input, Call call) {
        String reference = input.clientId();
        if (reference == null) {
            return list(tx, null, input, call);
        }
        return clients.resolve(tx, reference)
                .then((ClientRef client) -> list(tx, client.clientId(), input, call));
    }

    private Answer<ReviewAnswer> list(
            Transaction tx, @Nullable String clientId, ReviewInput input, Call call) {
        String digest =
                Cursors.digest(
                        NAME + " " + WireName.of(input.action()),
                        new Query(clientId, input.withinDays(), input.csm()));
        String cursor = input.cursor();
        if (cursor == null) {
            return ClientList.unknownCsm(tx, "csm", input.csm())
                    .<Answer<ReviewAnswer>>map(Answer::refused)
                    .orElseGet(() -> Answer.of(page(tx, clientId, null, digest, input, call)));
        }
        return cursors.open(digest, cursor)
                .map(
                        values ->
                                page(
                                        tx,
                                        clientId,
                                        new Position(
                                                Instant.parse(
                                                        Objects.requireNonNull(values.get(0))),
                                                Objects.requireNonNull(values.get(1))),
                                        digest,
                                        input,
                                        call));
    }

    private ReviewAnswer page(
            Transaction tx,
            @Nullable String clientId,
            @Nullable Position after,
            String digest,
            ReviewInput input,
            Call call) {
        ReviewPlans plans = new ReviewPlans(tx, call.today(), clientId, input.csm());
        Listed<Review> upcoming = plans.upcoming(input.withinDays(), after, input.limit());
        // The overdue ones come with the first page.
        Listed<OverdueReview> overdue = after == null ? plans.overdue(SHOWN_OVERDUE) : null;
        List<Truncation> truncated =
                overdue == null || overdue.totalCount() <= overdue.items().size()
                        ? null
                        : List.of(
                                new Truncation(
                                        "overdue_clients",
                                        overdue.items().size(),
                                        overdue.totalCount()));
        List<OverdueReview> late = overdue == null ? null : overdue.items();
        ReviewAnswer rest = listed(null, null, null, late, truncated, call.now());
        Page<Shown> page =
                Page.of(
                        upcoming.items().stream().map(Shown::of).toList(),
                        input.limit(),
                        upcoming.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        rest,
                        last ->
                                cursors.after(
                                        digest,
                                        List.of(last.scheduledAt().toString(), last.ebrId())));
        return listed(
                page.items(), page.totalCount(), page.nextCursor(), late, truncated, call.now());
    }

    private static ReviewAnswer listed(
            @Nullable List<Shown> items,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable List<OverdueReview> overdue,
            @Nullable List<Truncation> truncated,
            Instant now) {
        return new ReviewAnswer(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                items,
                totalCount,
                nextCursor,
                overdue,
                truncated,
                null,
                now,
                List.of());
    }

    private static String id(ReviewInput input) {
        return Objects.requireNonNull(input.ebrId());
    }

    private static int version(ReviewInput input) {
        return Objects.requireNonNull(input.version());
    }
}
