package io.os199.cs.retention.automation;

import io.os199.cs.retention.campaign.CampaignKind;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Rows of {@code automations} of kind retention, with their watches and runs. */
interface RetentionAutomationDao {
    @SqlUpdate(
            """
            insert into automations (automation_id, kind, name, trigger_type, trigger, target, actions, cooldown_days,
                max_runs_per_day, holdout_rate, status, activated_at, created_at, updated_at)
            values (:automationId, 'retention', :name, :type, cast(:trigger as jsonb), cast(:target as jsonb),
                cast(:actions as jsonb), :cooldownDays, :maxRunsPerDay, :holdoutRate, :status,
                case when :status = 'active' then cast(:now as timestamptz) end, :now, :now)
            """)
    void insert(
            String automationId,
            String name,
            RetentionTrigger type,
            String trigger,
            String target,
            String actions,
            int cooldownDays,
            int maxRunsPerDay,
            double holdoutRate,
            RetentionAutomationStatus status,
            Instant now);

    @SqlUpdate(
            """
            update automations
            set name = :name, trigger_type = :type, trigger = cast(:trigger as jsonb), target = cast(:target as jsonb),
                actions = cast(:actions as jsonb), cooldown_days = :cooldownDays, max_runs_per_day = :maxRunsPerDay,
                holdout_rate = :holdoutRate, version = version + 1, updated_at = :now
            where automation_id = :automationId
            """)
    void update(
            String automationId,
            String name,
            RetentionTrigger type,
            String trigger,
            String target,
            String actions,
            int cooldownDays,
            int maxRunsPerDay,
            double holdoutRate,
            Instant now);

    @SqlUpdate(
            """
            update automations
            set status = :status, activated_at = case when :status = 'active' then :now else activated_at end,
                version = version + 1, updated_at = :now
            where automation_id = :automationId
            """)
    void move(String automationId, RetentionAutomationStatus status, Instant now);

    /** The columns of an automation. */
    record Row(
            String automationId,
            String name,
            @Json RetentionAutomationSettings.Trigger trigger,
            @Json RetentionAutomationSettings.Target target,
            @Json RetentionAutomationSettings.Actions actions,
            int cooldownDays,
            int maxRunsPerDay,
            double holdoutRate,
            RetentionAutomationStatus status,
            @Nullable Instant activatedAt,
            @Nullable Instant lastEvaluatedAt,
            @Nullable String lastError,
            int version) {
        RetentionAutomationSettings settings() {
            return new RetentionAutomationSettings(
                    name, trigger, target, actions, cooldownDays, maxRunsPerDay, holdoutRate);
        }
    }

    /** The query of a {@link Row}; conditions may follow. */
    String ROWS =
            """
            select automation_id, name, trigger, target, actions, cooldown_days, max_runs_per_day, holdout_rate, status,
                activated_at, last_evaluated_at, last_error, version
            from automations
            where kind = 'retention'
            """;

    @SqlQuery(ROWS + "and automation_id = :automationId")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String automationId);

    /** Returns the same as {@link #find} and locks the row until the transaction ends. */
    @SqlQuery(ROWS + "and automation_id = :automationId for update")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> lock(String automationId);

    @SqlQuery(
            ROWS
                    + """
                    and (cast(:afterId as text) is null or automation_id < :afterId)
                    order by automation_id desc
                    limit :limit
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(@Nullable String afterId, int limit);

    @SqlQuery("select count(*) from automations where kind = 'retention'")
    long count();

    @SqlQuery(
            """
            select automation_id
            from automations
            where kind = 'retention' and status = 'active'
            order by automation_id
            """)
    List<String> active();

    /** Returns another automation with this name that is not archived. */
    @SqlQuery(
            """
            select automation_id
            from automations
            where kind = 'retention' and lower(name) = lower(:name) and status <> 'archived'
                and automation_id <> :automationId
            """)
    Optional<String> named(String name, String automationId);

    /** Makes transactions that take the same name at once run one after the other. */
    @SqlQuery(
            "select 1 from pg_advisory_xact_lock(hashtextextended('automation name ' ||"
                    + " lower(:name), 0))")
    int lockName(String name);

    @SqlUpdate("delete from automation_watches where automation_id = :automationId")
    void removeWatches(String automationId);

    @SqlQuery("select exists (select from clients where churn_probability is not null)")
    boolean hasPredictions();

    /** Makes the runs of one rule take place one after the other, so that its limits hold. */
    @SqlQuery(
            "select 1 from pg_advisory_xact_lock(hashtextextended('automation ' || :automationId,"
                    + " 0))")
    int lockRuns(String automationId);

    @SqlQuery(
            """
            select count(*)
            from automation_runs
            where automation_id = :automationId
                and triggered_at >= cast(:day as date)::timestamp at time zone 'UTC'
                and triggered_at < (cast(:day as date) + 1)::timestamp at time zone 'UTC'
            """)
    int runsOn(String automationId, LocalDate day);

    /** The rule's past actions for a client. */
    record Past(boolean isDone, @Nullable Instant lastRunAt, @Nullable String activeCampaignId) {}

    @SqlQuery(
            """
            select exists (select from automation_runs r
                    where r.client_id = :clientId and r.automation_id = :automationId
                        and r.occurrence_key = :occurrenceKey) as is_done,
                (select max(r.triggered_at) from automation_runs r
                    where r.client_id = :clientId and r.automation_id = :automationId) as last_run_at,
                (select k.campaign_id from campaigns k
                    where k.client_id = :clientId and k.kind = :kind and k.status = 'active') as active_campaign_id
            """)
    @RegisterConstructorMapper(Past.class)
    Past past(String clientId, String automationId, String occurrenceKey, CampaignKind kind);

    /** Locks the client's row until the transaction ends; empty where the client has left. */
    @SqlQuery(
            """
            select client_id from clients where client_id = :clientId and status <> 'churned' for no key update
            """)
    Optional<String> lockLive(String clientId);

    /** The columns of a run to insert. */
    record Run(
            String clientId,
            String runId,
            String automationId,
            String occurrenceKey,
            Instant triggeredAt,
            Instant dueAt,
            String status,
            @Nullable Double value) {}

    /** Inserts a run; returns 0 when another worker was first. */
    @SqlUpdate(
            """
            insert into automation_runs (client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status,
                value, created_at, updated_at)
            values (:clientId, :runId, :automationId, :occurrenceKey, :triggeredAt, :dueAt, :status, :value,
                :triggeredAt, :triggeredAt)
            on conflict (client_id, automation_id, occurrence_key) do nothing
            """)
    int insertRun(@BindMethods Run run);

    @SqlUpdate(
            """
            update automation_runs set campaign_id = :campaignId where client_id = :clientId and run_id = :runId
            """)
    void started(String clientId, String runId, String campaignId);

    @SqlUpdate(
            """
            insert into automation_run_actions (client_id, run_id, action_no, type, status, ref_id, done_at)
            values (:clientId, :runId, :actionNo, :type, case when cast(:doneAt as timestamptz) is null then 'pending' else 'done' end,
                :refId, :doneAt)
            """)
    void act(
            String clientId,
            String runId,
            int actionNo,
            String type,
            @Nullable String refId,
            @Nullable Instant doneAt);

    @SqlUpdate(
            """
            update automations
            set last_evaluated_at = :at, last_error = :error
            where automation_id = :automationId
            """)
    void evaluated(String automationId, Instant at, @Nullable String error);

    /** A run that waits for a contact with its client. */
    record Waiting(
            String clientId,
            String clientName,
            @Nullable String csm,
            String runId,
            String automationId,
            String name,
            int actionNo,
            Instant triggeredAt,
            Instant dueAt) {}

    @SqlQuery(
            """
            select r.client_id, c.name as client_name, c.csm, r.run_id, r.automation_id, a.name, x.action_no,
                r.triggered_at, r.due_at
            from automation_runs r
            join automations a on a.automation_id = r.automation_id and a.kind = 'retention'
            join automation_run_actions x on x.client_id = r.client_id and x.run_id = r.run_id
                and x.type = 'open_escalation' and x.status = 'pending'
            join clients c on c.client_id = r.client_id
            where r.status = 'running' and r.due_at <= :now
            order by r.due_at, r.client_id, r.run_id
            """)
    @RegisterConstructorMapper(Waiting.class)
    List<Waiting> waiting(Instant now);

    /** Locks a run; empty where another worker is processing it or already has. */
    @SqlQuery(
            """
            select run_id from automation_runs
            where client_id = :clientId and run_id = :runId and status = 'running'
            for update skip locked
            """)
    Optional<String> lockRun(String clientId, String runId);

    @SqlQuery(
            """
            select exists (
                select from touchpoints t
                where t.client_id = :clientId and t.occurred_at >= :since and t.occurred_at < :until
                    and (t.direction = 'inbound' or t.kind in ('call', 'meeting', 'training', 'review')
                        or t.answered_at < :until))
            """)
    boolean wasTouched(String clientId, Instant since, Instant until);

    @SqlUpdate(
            """
            with act as (
                update automation_run_actions
                set status = 'done', ref_id = :refId, done_at = :now
                where client_id = :clientId and run_id = :runId and action_no = :actionNo)
            update automation_runs
            set status = 'completed', updated_at = :now
            where client_id = :clientId and run_id = :runId
            """)
    void settled(String clientId, String runId, int actionNo, @Nullable String refId, Instant now);

    /** The run counts of a rule. */
    record Counts(
            String automationId,
            int runCount30d,
            int campaignCount30d,
            int heldOutCount,
            int maturedRunCount) {}

    @SqlQuery(
            """
            select automation_id,
                count(*) filter (where triggered_at > cast(:now as timestamptz) - interval '30 days'
                    and status <> 'held_out')::int as run_count_30d,
                count(campaign_id) filter (where triggered_at > cast(:now as timestamptz) - interval '30 days')::int
                    as campaign_count_30d,
                count(*) filter (where status = 'held_out')::int as held_out_count,
                count(*) filter (where triggered_at <= cast(:now as timestamptz) - interval '90 days')::int
                    as matured_run_count
            from automation_runs
            where automation_id = any(:automationIds)
            group by automation_id
            """)
    @RegisterConstructorMapper(Counts.class)
    List<Counts> counts(List<String> automationIds, Instant now);

    /** A group of clients, 90 days after the first run for each. */
    record Group(
            String automationId,
            boolean isHeldOut,
            int clientCount,
            int churnedCount,
            @Nullable Double meanHealthChangePoints) {}

    @SqlQuery(
            """
            select g.automation_id, g.is_held_out, count(*)::int as client_count, count(*) filter (where g.has_churned)::int as churned_count,
                avg(g.health_change)::double precision as mean_health_change_points
            from (
                select f.automation_id, f.is_held_out,
                    exists (select from churn_events e
                        where e.client_id = f.client_id and e.churned_on > f.day and e.churned_on <= f.day + 90)
                        as has_churned,
                    later.overall - before.overall as health_change
                from (
                    select distinct on (r.automation_id, r.client_id) r.automation_id, r.client_id, r.status = 'held_out' as is_held_out,
                        (r.triggered_at at time zone 'UTC')::date as day
                    from automation_runs r
                    where r.automation_id = any(:automationIds)
                        and r.triggered_at <= cast(:now as timestamptz) - interval '90 days'
                    order by r.automation_id, r.client_id, r.triggered_at) f
                left join lateral (
                    select h.overall from health_scores h join scoring_models m using (model_id, model_version)
                    where h.client_id = f.client_id and m.kind = 'health' and m.status = 'active'
                        and m.name = :healthModel
                        and h.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
                        and h.score_date <= f.day and h.score_date > f.day - 30 and h.overall is not null
                    order by h.score_date desc
                    limit 1) before on true
                left join lateral (
                    select h.overall from health_scores h join scoring_models m using (model_id, model_version)
                    where h.client_id = f.client_id and m.kind = 'health' and m.status = 'active'
                        and m.name = :healthModel
                        and h.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
                        and h.score_date <= f.day + 90 and h.score_date > f.day + 60 and h.overall is not null
                    order by h.score_date desc
                    limit 1) later on true) g
            group by g.automation_id, g.is_held_out
            """)
    @RegisterConstructorMapper(Group.class)
    List<Group> groups(List<String> automationIds, Instant now, String healthModel);

    /** An existing automation, suggested to a caller who asks for one that does not exist. */
    record Known(String automationId, String name) {}

    @SqlQuery(
            """
            select automation_id, name
            from automations
            where kind = 'retention' and status <> 'archived'
            order by automation_id desc
            limit 5
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> known();
}
