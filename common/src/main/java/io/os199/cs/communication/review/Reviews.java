package io.os199.cs.communication.review;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.model.NewReview;
import io.os199.cs.communication.model.NewReviewItem;
import io.os199.cs.communication.model.OwnerSide;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.communication.model.ReviewCadence;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.model.ReviewStatus;
import io.os199.cs.communication.model.ReviewType;
import io.os199.cs.communication.model.TaskSource;
import io.os199.cs.communication.review.ReviewDao.Known;
import io.os199.cs.communication.review.ReviewDao.Owner;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.core.model.TouchpointKind;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Executive reviews from planning to their results. */
public final class Reviews {
    /** The tasks before a review, and how many days before it they are due. */
    private static final String COMPILE = "Compile facts";

    private static final int COMPILE_DAYS = 7;
    private static final String PRE_READ = "Send pre-read";
    private static final int PRE_READ_DAYS = 3;

    private static final String PREFIX = "review";

    private final Tasks tasks;
    private final Touchpoints touchpoints;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Reviews(
            Tasks tasks,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers) {
        this.tasks = tasks;
        this.touchpoints = touchpoints;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The state of a review, as a refusal shows it. */
    public record Standing(
            String ebrId,
            ReviewStatus status,
            Instant scheduledAt,
            @Nullable Instant completedAt,
            @Nullable Integer satisfactionRating,
            int version) {
        /** Returns the state of a review. */
        public static Standing of(Review review) {
            return new Standing(
                    review.reviewId(),
                    review.status(),
                    review.scheduledAt(),
                    review.completedAt(),
                    review.satisfaction(),
                    review.version());
        }
    }

    /** How a review went; {@code next} is the instant of the next one. */
    public record Outcome(
            int satisfaction,
            @Nullable String notesText,
            List<NewReviewItem> items,
            @Nullable Instant next) {}

    /** A review that was held, and the next one if it was planned at the same time. */
    public record Completed(Review review, @Nullable Review next) {}

    /** Returns the review with that id; refused when there is none. */
    public static Answer<Review> find(Transaction tx, String reviewId) {
        return tx.dao(ReviewDao.class)
                .find(reviewId)
                .<Answer<Review>>map(Answer::of)
                .orElseGet(() -> Answer.refused(unknown()));
    }

    /** Returns the items agreed in it, by number. */
    public static List<ReviewItem> items(Transaction tx, Review review) {
        return tx.dao(ReviewDao.class).items(review.clientId(), review.reviewId());
    }

    /** Plans a review and creates the tasks before it. */
    public Answer<Review> schedule(Transaction tx, ClientRef client, NewReview order, Doing doing) {
        ReviewDao dao = tx.dao(ReviewDao.class);
        Owner owner = dao.hold(client.clientId());
        return planned(tx, client, order, owner, "scheduled_date", doing)
                .map(
                        review -> {
                            finish(tx, review, "schedule review", doing);
                            return review;
                        });
    }

    private Answer<Review> planned(
            Transaction tx,
            ClientRef client,
            NewReview order,
            Owner owner,
            String field,
            Doing doing) {
        ReviewDao dao = tx.dao(ReviewDao.class);
        Review near = near(dao, client.clientId(), order.type(), order.scheduledAt(), "");
        if (near != null) {
            return Answer.refused(tooNear(near, field));
        }
        String reviewId = TypeId.next(PREFIX);
        dao.insert(
                client.clientId(),
                reviewId,
                order.type(),
                order.scheduledAt(),
                order.durationMinutes(),
                Json.write(known(dao, client.clientId(), order.attendees()), true),
                order.agenda(),
                order.objectives(),
                doing.now());
        tasks.create(
                tx,
                client,
                COMPILE,
                before(order.scheduledAt(), COMPILE_DAYS, doing),
                owner.csm(),
                TaskSource.REVIEW,
                reviewId);
        tasks.create(
                tx,
                client,
                PRE_READ,
                before(order.scheduledAt(), PRE_READ_DAYS, doing),
                owner.csm(),
                TaskSource.REVIEW,
                reviewId);
        Review made = dao.find(reviewId).orElseThrow();
        tell(
                tx,
                made,
                "Executive review scheduled",
                Map.of("type", made.type(), "scheduled_on", day(made.scheduledAt()).toString()),
                Impact.NEUTRAL,
                doing);
        return Answer.of(made);
    }

    /** Matches the addresses of the client's people with its contacts. */
    private static List<ReviewAttendee> known(
            ReviewDao dao, String clientId, List<ReviewAttendee> attendees) {
        List<String> emails =
                attendees.stream()
                        .map(ReviewAttendee::email)
                        .filter(Objects::nonNull)
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .toList();
        Map<String, Known> byEmail = new HashMap<>();
        dao.contacts(clientId, emails).forEach(each -> byEmail.put(each.email(), each));
        return attendees.stream().map(each -> matched(each, byEmail)).toList();
    }

    private static ReviewAttendee matched(ReviewAttendee asked, Map<String, Known> byEmail) {
        String email = asked.email() == null ? null : asked.email().toLowerCase(Locale.ROOT);
        Known contact =
                email == null || !asked.side().equals(ReviewAttendee.CUSTOMER)
                        ? null
                        : byEmail.get(email);
        return new ReviewAttendee(
                asked.side(),
                asked.name() == null && contact != null ? contact.name() : asked.name(),
                asked.title(),
                email,
                contact == null ? null : contact.contactId(),
                contact == null ? null : contact.role());
    }

    /** Moves a review that is still to come, and the tasks before it. */
    public Answer<Review> reschedule(
            Transaction tx,
            String reviewId,
            int version,
            Instant to,
            @Nullable Integer minutes,
            Doing doing) {
        return scheduled(tx, reviewId, version)
                .then(review -> moved(tx, review, to, minutes, doing));
    }

    private Answer<Review> moved(
            Transaction tx, Review review, Instant to, @Nullable Integer minutes, Doing doing) {
        ReviewDao dao = tx.dao(ReviewDao.class);
        String clientId = review.clientId();
        // Another caller that plans or moves a review at the same time waits, and then sees this
        // one.
        dao.hold(clientId);
        Review near = near(dao, clientId, review.type(), to, review.reviewId());
        if (near != null) {
            return Answer.refused(tooNear(near, "scheduled_date"));
        }
        int length = minutes == null ? review.durationMinutes() : minutes;
        dao.move(clientId, review.reviewId(), to, length, doing.now());
        dao.moveTask(
                clientId, review.reviewId(), COMPILE, before(to, COMPILE_DAYS, doing), doing.now());
        dao.moveTask(
                clientId,
                review.reviewId(),
                PRE_READ,
                before(to, PRE_READ_DAYS, doing),
                doing.now());
        Review after = dao.find(review.reviewId()).orElseThrow();
        tell(
                tx,
                after,
                "Executive review moved",
                Map.of(
                        "scheduled_on",
                        day(to).toString(),
                        "previously_on",
                        day(review.scheduledAt()).toString()),
                Impact.NEUTRAL,
                doing);
        finish(tx, after, "reschedule review", doing);
        return Answer.of(after);
    }

    /** Cancels a review and its open tasks. */
    public Answer<Review> cancel(Transaction tx, String reviewId, int version, Doing doing) {
        return scheduled(tx, reviewId, version)
                .map(
                        review -> {
                            ReviewDao dao = tx.dao(ReviewDao.class);
                            dao.cancel(review.clientId(), reviewId, doing.now());
                            dao.endTasks(review.clientId(), reviewId, "dropped", doing.now());
                            Review after = dao.find(reviewId).orElseThrow();
                            tell(
                                    tx,
                                    after,
                                    "Executive review cancelled",
                                    Map.of("type", after.type()),
                                    Impact.NEGATIVE,
                                    doing);
                            finish(tx, after, "cancel review", doing);
                            return after;
                        });
    }

    /**
     * Records how a review went, which counts as a touch of the client and completes the tasks before it, and plans
     * the next one if requested.
     */
    public Answer<Completed> complete(
            Transaction tx, String reviewId, int version, Outcome outcome, Doing doing) {
        return scheduled(tx, reviewId, version)
                .then(
                        review ->
                                day(review.scheduledAt()).isAfter(doing.today())
                                        ? Answer.refused(tooEarly(review, doing))
                                        : held(tx, review, outcome, doing));
    }

    private Answer<Completed> held(Transaction tx, Review review, Outcome outcome, Doing doing) {
        ReviewDao dao = tx.dao(ReviewDao.class);
        String clientId = review.clientId();
        Owner owner = dao.hold(clientId);
        ClientRef client = new ClientRef(clientId, review.clientName());
        Instant began = earlier(review.scheduledAt(), doing.now());
        Instant ended =
                earlier(
                        review.scheduledAt().plusSeconds(60L * review.durationMinutes()),
                        doing.now());
        dao.complete(
                clientId,
                review.reviewId(),
                ended,
                outcome.satisfaction(),
                outcome.notesText(),
                nextOn(outcome, owner, day(ended)),
                doing.now());
        dao.endTasks(clientId, review.reviewId(), "done", doing.now());
        int no = 1;
        for (NewReviewItem item : outcome.items()) {
            dao.insertItem(clientId, review.reviewId(), no++, item, doing.now());
        }
        touchpoints.record(
                tx,
                new Touchpoint(
                        clientId,
                        TouchpointKind.REVIEW,
                        Direction.OUTBOUND,
                        began,
                        null,
                        "Executive review",
                        null,
                        doing.actor().principal(),
                        true,
                        review.reviewId()),
                doing.source(),
                doing.actor());
        Review after = dao.find(review.reviewId()).orElseThrow();
        tell(
                tx,
                after,
                "Executive review held",
                Map.of(
                        "type",
                        after.type(),
                        "satisfaction_rating",
                        outcome.satisfaction(),
                        "action_item_count",
                        outcome.items().size()),
                outcome.satisfaction() >= 4
                        ? Impact.POSITIVE
                        : outcome.satisfaction() <= 2 ? Impact.NEGATIVE : Impact.NEUTRAL,
                began,
                doing);
        Instant next = outcome.next();
        if (next == null) {
            finish(tx, after, "complete review", doing);
            return Answer.of(new Completed(after, null));
        }
        NewReview order =
                new NewReview(
                        review.type(),
                        next,
                        review.durationMinutes(),
                        Attendees.of(review),
                        review.agenda(),
                        List.of());
        return planned(tx, client, order, owner, "next_ebr_date", doing)
                .map(
                        planned -> {
                            finish(tx, after, "complete review", doing);
                            finish(tx, planned, "schedule review", doing);
                            return new Completed(after, planned);
                        });
    }

    private static @Nullable LocalDate nextOn(Outcome outcome, Owner owner, LocalDate heldOn) {
        Instant next = outcome.next();
        if (next != null) {
            return day(next);
        }
        OptionalInt days = ReviewCadence.days(Tier.valueOf(owner.tier().toUpperCase(Locale.ROOT)));
        return days.isPresent() ? heldOn.plusDays(days.getAsInt()) : null;
    }

    /** Changes the status of an agreed item, or its due date. */
    public Answer<Review> updateItem(
            Transaction tx,
            String reviewId,
            int version,
            int itemNo,
            @Nullable ReviewItemStatus status,
            @Nullable LocalDate dueDate,
            Doing doing) {
        ReviewDao dao = tx.dao(ReviewDao.class);
        return locked(tx, reviewId, version)
                .then(
                        review -> {
                            List<ReviewItem> items = dao.items(review.clientId(), reviewId);
                            ReviewItem item =
                                    items.stream()
                                            .filter(each -> each.itemNo() == itemNo)
                                            .findFirst()
                                            .orElse(null);
                            if (item == null) {
                                return Answer.refused(noItem(itemNo, items));
                            }
                            ReviewItemStatus to = status == null ? item.status() : status;
                            LocalDate due = dueDate == null ? item.dueDate() : dueDate;
                            dao.updateItem(
                                    review.clientId(), reviewId, itemNo, to, due, doing.now());
                            dao.touch(review.clientId(), reviewId, doing.now());
                            Review after = dao.find(reviewId).orElseThrow();
                            tell(
                                    tx,
                                    after,
                                    "Action item of a review updated",
                                    Map.of("item_no", itemNo, "status", to),
                                    to == ReviewItemStatus.DONE ? Impact.POSITIVE : Impact.NEUTRAL,
                                    doing);
                            finish(tx, after, "update review item", doing);
                            return Answer.of(after);
                        });
    }

    private static Answer<Review> scheduled(Transaction tx, String reviewId, int version) {
        Review found = tx.dao(ReviewDao.class).lock(reviewId).orElse(null);
        if (found == null) {
            return Answer.refused(unknown());
        }
        if (found.status() != ReviewStatus.SCHEDULED) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The review is %s; only a scheduled one can be changed so"
                                            .formatted(WireName.of(found.status())))
                            .field("ebr_id")
                            .expected("the ebr_id of a scheduled review")
                            .detail(Standing.of(found)));
        }
        return current(found, version);
    }

    private static Answer<Review> locked(Transaction tx, String reviewId, int version) {
        return tx.dao(ReviewDao.class)
                .lock(reviewId)
                .map(found -> current(found, version))
                .orElseGet(() -> Answer.refused(unknown()));
    }

    private static Answer<Review> current(Review found, int version) {
        return found.version() == version
                ? Answer.of(found)
                : Answer.refused(
                        Refusal.stale(
                                        "the review",
                                        version,
                                        found.version(),
                                        WireName.of(found.status()))
                                .detail(Standing.of(found)));
    }

    private static @Nullable Review near(
            ReviewDao dao, String clientId, ReviewType type, Instant at, String except) {
        return dao.near(clientId, type, at, except).orElse(null);
    }

    private static Refusal tooNear(Review near, String field) {
        return Refusal.conflict(
                        "A %s review is scheduled for %s already, within 14 days of %s"
                                .formatted(WireName.of(near.type()), near.scheduledAt(), field))
                .field(field)
                .expected("a date more than 14 days from it, or another ebr_type")
                .hint("Move that one with reschedule_ebr")
                .detail(Standing.of(near));
    }

    private static Refusal tooEarly(Review review, Doing doing) {
        return Refusal.failedPrecondition(
                        "The review is scheduled for %s and it is %s: it can be completed on its day at the earliest"
                                .formatted(review.scheduledAt(), doing.now()))
                .field("ebr_id")
                .hint(
                        "If it was held already, move it with reschedule_ebr to today, then"
                                + " complete it")
                .detail(Standing.of(review));
    }

    private static Refusal noItem(int itemNo, List<ReviewItem> items) {
        return Refusal.notFound("item_no", "The review has no action item " + itemNo)
                .expected("the item_no of an action item of this review")
                .suggestions(
                        items.stream()
                                .filter(each -> each.status() == ReviewItemStatus.OPEN)
                                .map(
                                        each ->
                                                new Suggestion(
                                                        Integer.toString(each.itemNo()),
                                                        each.ownerSide() == OwnerSide.US
                                                                ? "open, ours"
                                                                : "open, the customer's"))
                                .toList());
    }

    private static Refusal unknown() {
        return Refusal.notFound(
                        "ebr_id",
                        "There is no review with this ebr_id; send one from list_upcoming_ebrs")
                .expected("the ebr_id of a review")
                .hint("Find it with action list_upcoming_ebrs");
    }

    private void tell(
            Transaction tx,
            Review review,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Doing doing) {
        tell(tx, review, title, detail, impact, doing.now(), doing);
    }

    private void tell(
            Transaction tx,
            Review review,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Instant at,
            Doing doing) {
        timeline.record(
                tx,
                new TimelineEvent(
                        review.clientId(),
                        at,
                        timeline.newId(),
                        EventType.REVIEW,
                        title,
                        detail,
                        impact,
                        false,
                        doing.actor().principal(),
                        doing.source(),
                        review.reviewId()));
    }

    private void finish(Transaction tx, Review review, String action, Doing doing) {
        answers.changed(tx, review.clientId());
        audit.record(
                tx, AuditEntry.done(doing, action, List.of(review.clientId(), review.reviewId())));
    }

    /** Returns the due date that many days before a review; today when that day has passed. */
    private static LocalDate before(Instant at, int days, Doing doing) {
        LocalDate due = day(at).minusDays(days);
        return due.isBefore(doing.today()) ? doing.today() : due;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
