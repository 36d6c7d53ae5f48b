package io.os199.cs.integration.mixpanel;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Reads what is reported to Mixpanel about clients, each by its groups there: those that somebody mapped to it, else
 * our external id unless that was mapped to another.
 */
interface MixpanelToldDao {
    /** The groups of each client, that of the external id first. */
    String GROUPED =
            """
            grouped as (
                select n.client_id, coalesce((
                        select array_agg(r.remote_id order by r.remote_id <> coalesce(n.external_id, ''), r.remote_id)
                        from external_refs r
                        where r.client_id = n.client_id and r.source = 'mixpanel' and r.kind = 'group'), (
                        select array[n.external_id]
                        where n.external_id is not null and not exists (
                            select from external_refs r
                            where r.source = 'mixpanel' and r.kind = 'group' and r.remote_id = n.external_id))) as group_ids
                from client_names n)
            """;

    /** Queues events that were not reported yet. */
    @SqlUpdate(
            "with "
                    + GROUPED
                    + """
                    insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id,
                        next_attempt_at, created_at, updated_at)
                    select e.client_id, 'mixpanel_' || e.event_id, 'mixpanel', 'client_event', 'timeline_events', e.event_id,
                        :now, :now, :now
                    from timeline_events e
                    join grouped g on g.client_id = e.client_id and g.group_ids is not null
                    where e.type in ('health', 'lifecycle') and e.occurred_at > :since and e.occurred_at <= :now
                    on conflict (client_id, item_id) do nothing
                    """)
    int queueEvents(Instant since, Instant now);

    /**
     * Queues clients that have changed since they were last reported; spread over an hour, so that nothing else waits
     * behind all of them.
     */
    @SqlUpdate(
            "with "
                    + GROUPED
                    + """
                    insert into integration_outbox as known (client_id, item_id, integration, operation, ref_table, ref_id,
                        payload, next_attempt_at, created_at, updated_at)
                    select c.client_id, 'mixpanel_profile_' || c.client_id, 'mixpanel', 'group_profile', 'clients',
                        c.client_id, jsonb_build_object('digest', md5((jsonb_build_array(
                            g.group_ids[1], c.health_score, c.health_band, c.lifecycle_stage)
                            || to_jsonb(array_remove(g.group_ids, g.group_ids[1])))::text)),
                        cast(:now as timestamptz) + random() * interval '1 hour', :now, :now
                    from clients c
                    join grouped g on g.client_id = c.client_id and g.group_ids is not null
                    on conflict (client_id, item_id) do update
                    set payload = excluded.payload, state = 'queued', attempts = 0, last_status = null,
                        in_doubt_since = null, next_attempt_at = excluded.next_attempt_at,
                        created_at = excluded.created_at, updated_at = excluded.updated_at
                    where known.state <> 'sending' and (known.payload <> excluded.payload or known.state = 'dead')
                    """)
    int queueProfiles(Instant now);

    /**
     * An event.
     *
     * @param detail JSON
     */
    record Event(
            String clientId,
            String eventId,
            String type,
            Instant occurredAt,
            String detail,
            String groupId) {}

    @SqlQuery(
            "with "
                    + GROUPED
                    + """
                    select e.client_id, e.event_id, e.type, e.occurred_at, e.detail::text as detail, g.group_ids[1] as group_id
                    from unnest(cast(:clientIds as text[]), cast(:eventIds as text[])) as wanted (client_id, event_id)
                    join timeline_events e using (client_id, event_id)
                    join grouped g on g.client_id = e.client_id and g.group_ids is not null
                    """)
    @RegisterConstructorMapper(Event.class)
    List<Event> events(String[] clientIds, String[] eventIds);

    /** A client as it is now. */
    record Profile(
            String clientId,
            List<String> groupIds,
            @Nullable BigDecimal healthScore,
            @Nullable String healthBand,
            String lifecycleStage) {}

    @SqlQuery(
            "with "
                    + GROUPED
                    + """
                    select c.client_id, g.group_ids, c.health_score, c.health_band, c.lifecycle_stage
                    from clients c
                    join grouped g on g.client_id = c.client_id and g.group_ids is not null
                    where c.client_id = any(cast(:clientIds as text[]))
                    """)
    @RegisterConstructorMapper(Profile.class)
    List<Profile> profiles(String[] clientIds);
}
