package io.os199.cs.core.history;

import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads {@code timeline_events}; newest first is the order of the primary key, backward. */
interface TimelineReadDao {
    /** The selected columns. The note of a touchpoint is read from its own row, where it is erased with its person. */
    String COLUMNS =
            """
            select e.event_id, e.occurred_at, e.type, e.title, e.impact, e.is_milestone, e.actor, e.source,
                e.ref_id, (e.detail || coalesce(
                    (select jsonb_build_object('note_text', t.note_text)
                     from touchpoints t
                     where t.client_id = e.client_id and t.occurred_at = e.occurred_at
                         and t.touchpoint_id = e.ref_id and t.note_text is not null), '{}'))::text as detail,
                exists (select from contacts k
                        where k.client_id = e.client_id
                            and lower(e.actor) in (lower(k.email), lower(k.name), k.contact_id))
                    or (coalesce(e.actor like '%@%', false) and not exists (select from clients c
                        where c.client_id = e.client_id and lower(c.csm) = lower(e.actor)))
                    as actor_is_contact
            from timeline_events e
            """;

    String MATCHES =
            """
            where e.client_id = :clientId
                and e.occurred_at >= :periodStart::timestamp at time zone 'UTC'
                and e.occurred_at < :periodEnd::timestamp at time zone 'UTC'
                and (cardinality(:types::text[]) = 0 or e.type = any(:types::text[]))
                and (:impact::text is null or e.impact = :impact)
                and (not :milestonesOnly or e.is_milestone)
            """;

    String NEWEST_FIRST =
            """
            order by e.occurred_at desc, e.event_id desc
            limit :most
            """;

    @SqlQuery(COLUMNS + MATCHES + NEWEST_FIRST)
    @RegisterConstructorMapper(EventRow.class)
    List<EventRow> newest(@BindMethods TimelineFilter filter, int most);

    @SqlQuery(
            COLUMNS
                    + MATCHES
                    + "and (e.occurred_at, e.event_id) < (:at::timestamptz, :eventId)\n"
                    + NEWEST_FIRST)
    @RegisterConstructorMapper(EventRow.class)
    List<EventRow> after(@BindMethods TimelineFilter filter, String at, String eventId, int most);

    @SqlQuery(COLUMNS + MATCHES + "and e.is_milestone\n" + NEWEST_FIRST)
    @RegisterConstructorMapper(EventRow.class)
    List<EventRow> milestones(@BindMethods TimelineFilter filter, int most);

    /** Counts of the events of one type and impact. */
    record Group(
            EventType type,
            Impact impact,
            int eventCount,
            int milestoneCount,
            Instant firstAt,
            Instant lastAt) {}

    @SqlQuery(
            """
            select e.type, e.impact, count(*) as event_count,
                count(*) filter (where e.is_milestone) as milestone_count,
                min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
            from timeline_events e
            """
                    + MATCHES
                    + "group by e.type, e.impact")
    @RegisterConstructorMapper(Group.class)
    List<Group> groups(@BindMethods TimelineFilter filter);

    /** Finds the longest silence, ignoring all other filters: a filter must not make a client look silent. */
    @SqlQuery(
            """
            with contact_day as (
                select distinct (occurred_at at time zone 'UTC')::date as day
                from timeline_events
                where client_id = :clientId
                    and type in ('communication', 'review', 'training', 'support')
                    and occurred_at >= :periodStart::timestamp at time zone 'UTC'
                    and occurred_at < :periodEnd::timestamp at time zone 'UTC'
            ), gap as (
                select lag(day) over (order by day) as from_on, day as to_on
                from contact_day
            )
            select from_on, to_on, to_on - from_on as silence_days
            from gap
            where to_on - from_on >= :shortest
            order by silence_days desc, from_on
            limit 1
            """)
    @RegisterConstructorMapper(TimelineSummary.Silence.class)
    Optional<TimelineSummary.Silence> longestSilence(
            String clientId, LocalDate periodStart, LocalDate periodEnd, int shortest);
}
