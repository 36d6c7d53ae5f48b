package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code integrations}, and what else shows how the services are. */
@RegisterConstructorMapper(IntegrationStatus.class)
interface IntegrationDao {
    /** Stores which services are on. One that was just switched on has yet to show that it works. */
    @SqlUpdate(
            """
            insert into integrations (name, enabled, state, last_error_code, created_at, updated_at)
            select name, enabled, case when enabled then 'degraded' else 'off' end,
                case when enabled then 'unchecked' end, :now, :now
            from unnest(cast(:names as text[]), cast(:enabled as boolean[])) as configured (name, enabled)
            on conflict (name) do update
            set enabled = excluded.enabled, state = excluded.state, last_error_code = excluded.last_error_code,
                last_error = null, updated_at = excluded.updated_at
            where integrations.enabled <> excluded.enabled
                or (integrations.state = 'off') <> (excluded.state = 'off')
            """)
    int announce(String[] names, Boolean[] enabled, Instant now);

    /** Stores the result of a check; an absent code means that the service works. */
    @SqlUpdate(
            """
            update integrations
            set state = :state, checked_at = :now, last_error_code = :errorCode, last_error = :error, updated_at = :now
            where name = :name and enabled
            """)
    int checked(
            String name,
            IntegrationState state,
            @Nullable String errorCode,
            @Nullable String error,
            Instant now);

    @SqlUpdate("update integrations set last_sync_at = :now, updated_at = :now where name = :name")
    int synced(String name, Instant now);

    @SqlUpdate("update integrations set sync_asked_at = :now where name = :name and enabled")
    int askSync(String name, Instant now);

    @SqlQuery(
            """
            select exists (
                select from integrations where name = :name and sync_asked_at is not null and state <> 'auth_failed')
            """)
    boolean isSyncAsked(String name);

    @SqlUpdate(
            """
            update integrations set sync_asked_at = null where name = :name and sync_asked_at is not null and state = 'ok'
            """)
    int takeAsked(String name);

    @SqlQuery(
            """
            select i.name, i.enabled, i.state, i.checked_at, i.last_sync_at, i.last_error_code,
                coalesce(w.waiting, 0) + coalesce(o.waiting, 0) as waiting_count,
                coalesce(w.dead, 0) + coalesce(o.dead, 0) as dead_count
            from integrations i
            left join (
                select source, count(*) filter (where state = 'new') as waiting,
                    count(*) filter (where state = 'failed') as dead
                from webhook_inbox
                where state <> 'done'
                group by source) w on w.source = i.name
            left join (
                select integration, count(*) filter (where state in ('queued', 'sending')) as waiting,
                    count(*) filter (where state = 'dead') as dead
                from integration_outbox
                where state <> 'done'
                group by integration) o on o.integration = i.name
            order by i.name
            """)
    List<IntegrationStatus> all();

    /** Returns the mail of all campaigns that is held; empty where none is. */
    @SqlQuery(
            """
            select count(*) as campaign_count, min(c.held_at) as since,
                (array_agg(m.last_error order by m.updated_at desc)
                    filter (where m.last_error is not null))[1] as error_code
            from email_campaigns c
            left join lateral (
                select q.last_error, q.updated_at
                from email_messages q
                where q.campaign_id = c.campaign_id and q.status = 'queued' and q.last_error is not null
                    and q.next_attempt_at between c.held_at and q.updated_at
                order by q.updated_at desc
                limit 1) m on true
            where c.status in ('held', 'sending') and c.held_at is not null
            having count(*) > 0
            """)
    @RegisterConstructorMapper(HeldMail.class)
    Optional<HeldMail> heldMail();

    /** Whether mail of any campaign is held. */
    @SqlQuery(
            """
            select exists (select from email_campaigns where status in ('held', 'sending') and held_at is not null)
            """)
    boolean isMailHeld();
}
