package io.os199.cs.feedback.voice.roadmap;

import io.os199.cs.feedback.model.FeedbackStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads and writes the roadmap and the links to the feedback behind it. */
interface RoadmapDao {
    @SqlQuery(
            """
            select item_id, title, description, status, target_period, published_at, shipped_on, version
            from roadmap_items
            where item_id = :itemId
            for update
            """)
    @RegisterConstructorMapper(RoadmapItem.class)
    Optional<RoadmapItem> lock(String itemId);

    @SqlUpdate(
            """
            insert into roadmap_items (item_id, title, description, status, target_period, published_at, shipped_on, version,
                created_at, updated_at)
            values (:itemId, :title, :description, :status, :targetPeriod, :publishedAt, :shippedOn, :version, :now, :now)
            on conflict (item_id) do update
            set title = excluded.title, description = excluded.description, status = excluded.status,
                target_period = excluded.target_period, published_at = excluded.published_at,
                shipped_on = excluded.shipped_on, version = excluded.version, updated_at = excluded.updated_at
            """)
    void save(@BindMethods RoadmapItem item, Instant now);

    @SqlQuery("select feedback_id from feedback where feedback_id = any(:ids)")
    List<String> known(String[] ids);

    @SqlUpdate(
            """
            insert into roadmap_feedback (client_id, feedback_id, item_id, linked_at, linked_by)
            select f.client_id, f.feedback_id, :itemId, :now, :by
            from feedback f
            where f.feedback_id = any(:ids)
            on conflict do nothing
            """)
    int link(String itemId, String[] ids, String by, Instant now);

    /** Feedback whose status was moved. */
    record Moved(String clientId, String feedbackId) {}

    /** Moves the linked feedback forward, locking it in the order of the ids, as closing loops does. */
    @SqlQuery(
            """
            with linked as (
                select f.client_id, f.feedback_id
                from feedback f
                join roadmap_feedback l on l.client_id = f.client_id and l.feedback_id = f.feedback_id
                join clients c on c.client_id = f.client_id
                where l.item_id = :itemId and f.status = any(:from) and f.loop_closed_at is null
                order by f.client_id, f.feedback_id
                for key share of c
                for no key update of f
            )
            update feedback f
            set status = :to, decided_at = coalesce(f.decided_at, :decidedAt), updated_at = :now
            from linked l
            where f.client_id = l.client_id and f.feedback_id = l.feedback_id
            returning f.client_id, f.feedback_id
            """)
    @RegisterConstructorMapper(Moved.class)
    List<Moved> move(
            String itemId,
            List<String> from,
            FeedbackStatus to,
            @Nullable Instant decidedAt,
            Instant now);

    /** The feedback, clients and ARR behind an item. */
    record Behind(int feedbackCount, int clientCount, BigDecimal arrAmount) {}

    @SqlQuery(
            """
            select count(*)::int as feedback_count, count(distinct l.client_id)::int as client_count,
                coalesce((
                    select sum(m.arr_delta_amount)
                    from revenue_movements m
                    where m.effective_on <= :today
                        and m.client_id in (select client_id from roadmap_feedback where item_id = :itemId)), 0)
                    as arr_amount
            from roadmap_feedback l
            where l.item_id = :itemId
            """)
    @RegisterConstructorMapper(Behind.class)
    Behind behind(String itemId, LocalDate today);

    /**
     * Sets for this transaction how similar titles have to be for {@code %} to find them: the higher the threshold,
     * the more the index leaves out.
     */
    @SqlQuery("select set_config('pg_trgm.similarity_threshold', '0.5', true)")
    String findOnlyAlike();

    /** Feedback similar to an item. */
    record Alike(String feedbackId, double similarity) {}

    /**
     * Returns open feature requests linked to no item that have a similar title, or share the tag of a feature with
     * what is linked; to be called after {@link #findOnlyAlike}.
     */
    @SqlQuery(
            """
            with tag as (
                select distinct k.key
                from roadmap_feedback l
                join feedback f on f.client_id = l.client_id and f.feedback_id = l.feedback_id
                join features k on k.key = any(f.tags)
                where l.item_id = :itemId
            ),
            alike as (
                select f.client_id, f.feedback_id, f.title, f.received_at
                from feedback f
                where f.title % :title
                    and f.type = 'feature_request' and f.status not in ('shipped', 'declined', 'closed')
                union
                select f.client_id, f.feedback_id, f.title, f.received_at
                from feedback f
                where f.tags && (select coalesce(array_agg(key), '{}') from tag)
                    and f.type = 'feature_request' and f.status not in ('shipped', 'declined', 'closed')
            )
            select a.feedback_id, coalesce(similarity(a.title, :title), 0)::float8 as similarity
            from alike a
            where not exists (
                select
                from roadmap_feedback l
                where l.client_id = a.client_id and l.feedback_id = a.feedback_id)
            order by similarity desc, a.received_at desc, a.feedback_id
            limit :most
            """)
    @RegisterConstructorMapper(Alike.class)
    List<Alike> alike(String itemId, String title, int most);

    /**
     * A name that customers must not read.
     *
     * @param field the field in which it occurs
     * @param kind customer, contact or colleague
     * @param clientId the client with that name or contact; absent for a colleague
     */
    record InternalName(String field, String kind, @Nullable String clientId) {}

    /**
     * Returns the name of any client, of a person at a client behind an item, or of one of our managers, found as
     * whole words. A contact's name of a single word is left out, as many people share it and it is often an ordinary
     * word.
     */
    @SqlQuery(
            """
            with internal as materialized (
                select kind, client_id, trim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g')) as name
                from (
                    select 'customer', client_id, name
                    from clients
                    union all
                    select 'customer', client_id, company_name
                    from clients
                    union all
                    select 'contact', client_id, name
                    from contacts
                    where client_id in (select client_id from roadmap_feedback where item_id = :itemId)
                        and trim(name) ~ '\\s'
                    union all
                    select distinct 'colleague', null, csm
                    from clients) n (kind, client_id, name)
            ),
            shown as materialized (
                select field, ' ' || regexp_replace(lower(text), '[^[:alnum:]]+', ' ', 'g') || ' ' as text
                from (values ('title', :title), ('description', cast(:description as text)),
                    ('target_period', cast(:targetPeriod as text))) v (field, text)
            )
            select s.field, i.kind, i.client_id
            from internal i
            join shown s on s.text like '% ' || i.name || ' %'
            where length(i.name) >= 3
            order by i.kind desc, i.client_id, s.field
            limit 1
            """)
    @RegisterConstructorMapper(InternalName.class)
    Optional<InternalName> internalName(@BindMethods RoadmapItem item);
}
