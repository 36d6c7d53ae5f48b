package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The table {@code integrations}. */
@RegisterConstructorMapper(IntegrationStatus.class)
interface IntegrationDao {
    /** One that is switched on has yet to show that it works. */
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

    /** Absent code: it works. */
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

    @SqlUpdate(
            "update integrations set sync_asked_at = null where name = :name and sync_asked_at is"
                    + " not null")
    int takeAsked(String name);

    @SqlQuery(
            """
            select i.name, i.enabled, i.state, i.checked_at, i.last_sync_at, i.last_error_code,
                count(w.source) filter (where w.state = 'new') as waiting_count,
                count(w.source) filter (where w.state = 'failed') as dead_count
            from integrations i
            left join webhook_inbox w on w.source = i.name and w.state <> 'done'
            group by i.name
            order by i.name
            """)
    List<IntegrationStatus> all();
}
