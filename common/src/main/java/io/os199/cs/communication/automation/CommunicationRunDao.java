package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationRunStatus;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code automation_runs} and {@code automation_run_actions} of communication automations. */
interface CommunicationRunDao {
    /** Counts the runs accepted since an instant, without skipped ones. */
    @SqlQuery(
            """
            select count(*)::int
            from automation_runs
            where automation_id = :automationId and triggered_at >= cast(:since as timestamptz) - interval '2 days'
                and created_at >= :since and status not like 'skipped%'
            """)
    int countSince(String automationId, Instant since);

    /** Inserts runs; an occurrence that already has a run is left as it is. */
    @SqlUpdate(
            """
            insert into automation_runs (client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status,
                value, created_at, updated_at)
            select r.client_id, r.run_id, :automationId, r.occurrence_key, r.triggered_at, r.due_at, r.status, r.value, :now, :now
            from jsonb_to_recordset(cast(:rows as jsonb)) as r (client_id text, run_id text, occurrence_key text,
                triggered_at timestamptz, due_at timestamptz, status text, value double precision)
            on conflict (client_id, automation_id, occurrence_key) do nothing
            """)
    int insert(String automationId, String rows, Instant now);

    /** The key of a run. */
    record Key(String clientId, String runId) {}

    /**
     * Claims some runs that are due, or whose worker has died, for a limited time. Runs of an automation that a
     * person has paused wait.
     *
     * @param worker has them until {@code lease}
     */
    @SqlQuery(
            """
            update automation_runs r
            set status = 'running', claimed_by = :worker, lease_until = :lease, updated_at = :now
            from (
                select w.client_id, w.run_id
                from automation_runs w
                join automations a on a.automation_id = w.automation_id and a.kind = 'communication'
                    and a.status in ('active', 'paused_by_limit')
                where w.due_at <= :now
                    and (w.status = 'pending' or w.status = 'running' and w.lease_until < :now)
                order by w.due_at, w.client_id, w.run_id
                limit :most
                for update of w skip locked
            ) due
            where r.client_id = due.client_id and r.run_id = due.run_id
            returning r.client_id, r.run_id
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> claim(String worker, Instant lease, int most, Instant now);

    /**
     * A run with the data it needs.
     *
     * @param doneCount its actions that have ended
     */
    record Run(
            String clientId,
            String clientName,
            @Nullable String csm,
            String runId,
            String automationId,
            String name,
            @Json AutomationTrigger trigger,
            @Json List<AutomationAction> actions,
            String occurrenceKey,
            Instant triggeredAt,
            Instant dueAt,
            int doneCount,
            int attempts) {
        /** Returns the next action; its number counts from 1. */
        AutomationAction next() {
            return actions.get(doneCount);
        }

        int nextNo() {
            return doneCount + 1;
        }

        boolean isOver() {
            return doneCount >= actions.size();
        }
    }

    /** The {@link Run} that a worker has. */
    String HELD =
            """
            select r.client_id, c.name as client_name, c.csm, r.run_id, r.automation_id, a.name, a.trigger, a.actions,
                r.occurrence_key, r.triggered_at, r.due_at,
                (select count(*) from automation_run_actions x
                    where x.client_id = r.client_id and x.run_id = r.run_id and x.status <> 'pending')::int as done_count,
                coalesce((select x.attempts from automation_run_actions x
                    where x.client_id = r.client_id and x.run_id = r.run_id and x.status = 'pending'), 0) as attempts
            from automation_runs r
            join automations a on a.automation_id = r.automation_id
            join clients c on c.client_id = r.client_id
            where r.client_id = :clientId and r.run_id = :runId and r.status = 'running' and r.claimed_by = :worker
            """;

    /** Finds a run and locks it until the transaction ends; empty when the worker no longer has it. */
    @SqlQuery(HELD + "for update of r")
    @RegisterConstructorMapper(Run.class)
    Optional<Run> held(String clientId, String runId, String worker);

    /** As {@link #held}, without locking it. */
    @SqlQuery(HELD)
    @RegisterConstructorMapper(Run.class)
    Optional<Run> looked(String clientId, String runId, String worker);

    @SqlUpdate(
            """
            update automation_runs set lease_until = :lease, updated_at = :now
            where client_id = :clientId and run_id = :runId
            """)
    void keep(String clientId, String runId, Instant lease, Instant now);

    /** An action with its current state. */
    record Acted(
            String clientId,
            String runId,
            int actionNo,
            AutomationActionType type,
            String status,
            int attempts,
            @Nullable String refId,
            @Nullable String error) {}

    @SqlUpdate(
            """
            insert into automation_run_actions (client_id, run_id, action_no, type, status, attempts, ref_id, error, done_at)
            values (:clientId, :runId, :actionNo, :type, :status, :attempts, :refId, :error,
                case when :status = 'done' then cast(:now as timestamptz) end)
            on conflict (client_id, run_id, action_no) do update
            set status = excluded.status, attempts = excluded.attempts, ref_id = excluded.ref_id, error = excluded.error,
                done_at = excluded.done_at
            where automation_run_actions.status = 'pending'
            """)
    int act(@BindMethods Acted acted, Instant now);

    /** Returns how the actions of a run ended. */
    @SqlQuery(
            """
            select client_id, run_id, action_no, type, status, attempts, ref_id, error
            from automation_run_actions
            where client_id = :clientId and run_id = :runId
            order by action_no
            """)
    @RegisterConstructorMapper(Acted.class)
    List<Acted> actions(String clientId, String runId);

    @SqlUpdate(
            """
            update automation_runs set status = :status, lease_until = null, claimed_by = null, updated_at = :now
            where client_id = :clientId and run_id = :runId
            """)
    void finish(String clientId, String runId, AutomationRunStatus status, Instant now);

    /** Whether in-app messages are delivered. */
    @SqlQuery("select exists (select from integrations where name = 'intercom' and enabled)")
    boolean hasInApp();

    /** Queues a message for Intercom; its text is read when it is sent. */
    @SqlUpdate(
            """
            insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, payload,
                next_attempt_at, created_at, updated_at)
            values (:clientId, :itemId, 'intercom', 'in_app_message', 'automation_run_actions', :refId,
                cast(:payload as jsonb), :now, :now, :now)
            """)
    void push(String clientId, String itemId, String refId, String payload, Instant now);

    /** The number of an automation's runs with a status, over some days. */
    record Count(String automationId, AutomationRunStatus status, int runCount) {}

    @SqlQuery(
            """
            select automation_id, status, count(*)::int as run_count
            from automation_runs
            where automation_id = any (:automationIds) and triggered_at >= :since
            group by automation_id, status
            """)
    @RegisterConstructorMapper(Count.class)
    List<Count> counts(List<String> automationIds, Instant since);

    /** The clients for whom it ran. */
    record Reached(String automationId, int clientCount) {}

    @SqlQuery(
            """
            select automation_id, count(distinct client_id)::int as client_count
            from automation_runs
            where automation_id = any (:automationIds) and triggered_at >= :since and status not like 'skipped%'
            group by automation_id
            """)
    @RegisterConstructorMapper(Reached.class)
    List<Reached> reached(List<String> automationIds, Instant since);

    /** An automation and the campaign of its mails. */
    record Mailing(String automationId, String campaignId) {}

    @SqlQuery(
            """
            select automation_id, campaign_id
            from email_campaigns
            where automation_id = any (:automationIds)
            """)
    @RegisterConstructorMapper(Mailing.class)
    List<Mailing> mailings(List<String> automationIds);

    /** A run in the list. */
    record Listed(
            String runId,
            String clientId,
            String clientName,
            String occurrenceKey,
            Instant triggeredAt,
            Instant dueAt,
            AutomationRunStatus status,
            @Nullable Double value,
            @Json List<ListedAction> actions) {}

    /** An action of a run in the list. */
    record ListedAction(
            int no,
            AutomationActionType type,
            String status,
            @Nullable String refId,
            @Nullable String error) {}

    /** Returns the runs, the newest first. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select r.run_id, r.client_id, c.name as client_name, r.occurrence_key, r.triggered_at, r.due_at, r.status, r.value,
                coalesce((select jsonb_agg(jsonb_build_object('no', x.action_no, 'type', x.type, 'status', x.status,
                        'ref_id', x.ref_id, 'error', x.error) order by x.action_no)
                    from automation_run_actions x
                    where x.client_id = r.client_id and x.run_id = r.run_id), '[]') as actions
            from automation_runs r
            join clients c on c.client_id = r.client_id
            where r.automation_id = :automationId and r.triggered_at >= :since
                and (cast(:clientId as text) is null or r.client_id = :clientId)
                and (cast(:afterAt as timestamptz) is null or r.triggered_at < :afterAt
                    or r.triggered_at = :afterAt and r.run_id > :afterId)
            order by r.triggered_at desc, r.run_id
            limit :limit
            """)
    @RegisterConstructorMapper(Listed.class)
    List<Listed> page(
            String automationId,
            @Nullable String clientId,
            Instant since,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int limit);

    @PlannedForItsValues
    @SqlQuery(
            """
            select count(*)
            from automation_runs
            where automation_id = :automationId and triggered_at >= :since
                and (cast(:clientId as text) is null or client_id = :clientId)
            """)
    long count(String automationId, @Nullable String clientId, Instant since);
}
