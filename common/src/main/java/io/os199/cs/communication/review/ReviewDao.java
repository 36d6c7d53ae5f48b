package io.os199.cs.communication.review;

import io.os199.cs.communication.model.NewReviewItem;
import io.os199.cs.communication.model.OverdueReview;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.model.ReviewType;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The tables {@code executive_reviews} and {@code review_action_items}. */
@RegisterConstructorMapper(Review.class)
interface ReviewDao {
    String COLUMNS =
            """
            select r.client_id, c.name as client_name, r.review_id, r.type, r.status, r.scheduled_at, r.duration_minutes,
                r.attendees::text as attendees, r.agenda, r.objectives, r.completed_at, r.satisfaction, r.notes_text,
                r.next_review_on, r.version
            from executive_reviews r
            join clients c on c.client_id = r.client_id
            """;

    @SqlQuery(COLUMNS + "where r.review_id = :reviewId")
    Optional<Review> find(String reviewId);

    @SqlQuery(COLUMNS + "where r.review_id = :reviewId for no key update of r")
    Optional<Review> lock(String reviewId);

    /** The colleague who looks after the client, and its tier. */
    record Owner(@Nullable String csm, String tier) {}

    /** Locked until the transaction ends, so that two reviews of a client are not created at once. */
    @SqlQuery("select csm, tier from clients where client_id = :clientId for no key update")
    @RegisterConstructorMapper(Owner.class)
    Owner hold(String clientId);

    /** Returns the nearest scheduled review of the type within 14 days of an instant. */
    @SqlQuery(
            COLUMNS
                    + """
                    where r.client_id = :clientId and r.type = :type and r.status = 'scheduled' and r.review_id <> :except
                        and r.scheduled_at between cast(:at as timestamptz) - interval '336 hours'
                            and cast(:at as timestamptz) + interval '336 hours'
                    order by abs(extract(epoch from r.scheduled_at - cast(:at as timestamptz))), r.review_id
                    limit 1
                    """)
    Optional<Review> near(String clientId, ReviewType type, Instant at, String except);

    /** A contact found by its address. */
    record Known(String email, String contactId, @Nullable String name, String role) {}

    @SqlQuery(
            """
            select distinct on (lower(email)) lower(email) as email, contact_id, name, role
            from contacts
            where client_id = :clientId and lower(email) = any(:emails)
            order by lower(email), left_company_at nulls first, contact_id
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> contacts(String clientId, List<String> emails);

    @SqlUpdate(
            """
            insert into executive_reviews (client_id, review_id, type, scheduled_at, duration_minutes, attendees, agenda,
                objectives, created_at, updated_at)
            values (:clientId, :reviewId, :type, :scheduledAt, :minutes, cast(:attendees as jsonb), cast(:agenda as text[]),
                cast(:objectives as text[]), :now, :now)
            """)
    void insert(
            String clientId,
            String reviewId,
            ReviewType type,
            Instant scheduledAt,
            int minutes,
            String attendees,
            List<String> agenda,
            List<String> objectives,
            Instant now);

    @SqlUpdate(
            """
            update executive_reviews
            set status = 'completed', completed_at = :completedAt, satisfaction = :satisfaction, notes_text = :notesText,
                next_review_on = :nextReviewOn, version = version + 1, updated_at = :now
            where client_id = :clientId and review_id = :reviewId
            """)
    void complete(
            String clientId,
            String reviewId,
            Instant completedAt,
            int satisfaction,
            @Nullable String notesText,
            @Nullable LocalDate nextReviewOn,
            Instant now);

    @SqlUpdate(
            """
            update executive_reviews
            set scheduled_at = :at, duration_minutes = :minutes, version = version + 1, updated_at = :now
            where client_id = :clientId and review_id = :reviewId
            """)
    void move(String clientId, String reviewId, Instant at, int minutes, Instant now);

    @SqlUpdate(
            """
            update executive_reviews set status = 'cancelled', version = version + 1, updated_at = :now
            where client_id = :clientId and review_id = :reviewId
            """)
    void cancel(String clientId, String reviewId, Instant now);

    @SqlUpdate(
            """
            update executive_reviews set version = version + 1, updated_at = :now
            where client_id = :clientId and review_id = :reviewId
            """)
    void touch(String clientId, String reviewId, Instant now);

    @SqlUpdate(
            """
            insert into review_action_items (client_id, review_id, item_no, title, owner, owner_side, due_date, created_at,
                updated_at)
            values (:clientId, :reviewId, :itemNo, :title, :owner, :ownerSide, :dueDate, :now, :now)
            """)
    void insertItem(
            String clientId,
            String reviewId,
            int itemNo,
            @BindMethods NewReviewItem item,
            Instant now);

    @SqlUpdate(
            """
            update review_action_items
            set status = :status, due_date = :dueDate, updated_at = :now,
                done_at = case when :status = 'done' then coalesce(done_at, :now) end
            where client_id = :clientId and review_id = :reviewId and item_no = :itemNo
            """)
    void updateItem(
            String clientId,
            String reviewId,
            int itemNo,
            ReviewItemStatus status,
            @Nullable LocalDate dueDate,
            Instant now);

    @SqlQuery(
            """
            select item_no, title, owner, owner_side, due_date, status
            from review_action_items
            where client_id = :clientId and review_id = :reviewId
            order by item_no
            """)
    @RegisterConstructorMapper(ReviewItem.class)
    List<ReviewItem> items(String clientId, String reviewId);

    /** Moves the due date of a review's open tasks. */
    @SqlUpdate(
            """
            update tasks set due_date = :dueDate, version = version + 1, updated_at = :now
            where client_id = :clientId and source = 'review' and source_id = :reviewId and title = :title and status = 'open'
            """)
    void moveTask(String clientId, String reviewId, String title, LocalDate dueDate, Instant now);

    @SqlUpdate(
            """
            update tasks set status = :status, version = version + 1, updated_at = :now,
                done_at = case when :status = 'done' then cast(:now as timestamptz) end
            where client_id = :clientId and source = 'review' and source_id = :reviewId and status = 'open'
            """)
    void endTasks(String clientId, String reviewId, String status, Instant now);

    String UPCOMING =
            """
            where r.status = 'scheduled' and r.scheduled_at < :until
                and (cast(:clientId as text) is null or r.client_id = :clientId)
                and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
            """;

    @PlannedForItsValues
    @SqlQuery(
            COLUMNS
                    + UPCOMING
                    + """
                    and (cast(:afterAt as timestamptz) is null or (r.scheduled_at, r.review_id) > (:afterAt, :afterId))
                    order by r.scheduled_at, r.review_id
                    limit :limit
                    """)
    List<Review> upcoming(
            Instant until,
            @Nullable String clientId,
            @Nullable String csm,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int limit);

    @PlannedForItsValues
    @SqlQuery(
            "select count(*) from executive_reviews r join clients c on c.client_id = r.client_id "
                    + UPCOMING)
    long upcomingCount(Instant until, @Nullable String clientId, @Nullable String csm);

    /** Clients past their review cadence with no review scheduled. */
    String LATE =
            """
            from clients c
            join unnest(cast(:tiers as text[]), cast(:days as int[])) as k (tier, days) on k.tier = c.tier
            cross join lateral (
                select max((r.completed_at at time zone 'UTC')::date) as held_on
                from executive_reviews r
                where r.client_id = c.client_id and r.status = 'completed') l
            where c.status = 'active' and cast(:today as date) - coalesce(l.held_on, c.contract_start_date) > k.days
                and (cast(:clientId as text) is null or c.client_id = :clientId)
                and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
                and not exists (
                    select from executive_reviews s
                    where s.client_id = c.client_id and s.status = 'scheduled' and s.scheduled_at >= :from)
            """;

    @PlannedForItsValues
    @SqlQuery(
            """
            select c.client_id, c.name as client_name, c.tier, l.held_on as last_review_on,
                cast(:today as date) - coalesce(l.held_on, c.contract_start_date) - k.days as days_overdue
            """
                    + LATE
                    + "order by days_overdue desc, c.client_id limit :limit")
    @RegisterConstructorMapper(OverdueReview.class)
    List<OverdueReview> overdue(
            List<String> tiers,
            List<Integer> days,
            LocalDate today,
            Instant from,
            @Nullable String clientId,
            @Nullable String csm,
            int limit);

    @PlannedForItsValues
    @SqlQuery("select count(*) " + LATE)
    long overdueCount(
            List<String> tiers,
            List<Integer> days,
            LocalDate today,
            Instant from,
            @Nullable String clientId,
            @Nullable String csm);
}
