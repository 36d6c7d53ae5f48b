package io.os199.cs.onboarding.automation;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.onboarding.model.PlanStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code onboarding_plan_automations}: which automations a plan has. */
interface PlanAutomationDao {
    /** A plan, as far as its automations need it. */
    record Subscriber(String planId, PlanStatus status, int version, ClientStatus clientStatus) {}

    /**
     * Finds the plan with that id, or else the live one, the newest draft or the newest, and locks it until the
     * transaction ends.
     */
    @SqlQuery(
            """
            select p.plan_id, p.status, p.version, c.status as client_status
            from onboarding_plans p
            join clients c on c.client_id = p.client_id
            where p.client_id = :clientId and (cast(:planId as text) is null or p.plan_id = :planId)
            order by p.status in ('active', 'on_hold') desc, p.status = 'draft' desc, p.created_at desc, p.plan_id desc
            limit 1
            for no key update of p
            """)
    @RegisterConstructorMapper(Subscriber.class)
    Optional<Subscriber> lock(String clientId, @Nullable String planId);

    /**
     * An automation as configured for a plan.
     *
     * @param settings of the plan; absent where the plan never had the automation
     * @param hasRun whether it has run or is about to
     */
    record State(
            String automationId,
            OnboardingTrigger trigger,
            String actions,
            boolean isActive,
            @Nullable String settings,
            int runCount,
            int failedCount,
            @Nullable Instant lastRunAt,
            boolean hasRun) {}

    @SqlQuery(
            """
            select t.automation_id, t.trigger_type as trigger, t.actions, coalesce(a.active, false) as is_active, a.settings,
                r.run_count, r.failed_count, r.last_run_at, r.has_run
            from automations t
            left join onboarding_plan_automations a on a.client_id = :clientId and a.plan_id = :planId
                and a.automation_id = t.automation_id
            cross join lateral (
                select count(*) filter (where status not in ('pending', 'skipped_condition'))::int as run_count,
                    count(*) filter (where status = 'failed')::int as failed_count,
                    max(updated_at) filter (where status not in ('pending', 'skipped_condition')) as last_run_at,
                    count(*) > 0 as has_run
                from automation_runs
                where client_id = :clientId and automation_id = t.automation_id
                    and split_part(occurrence_key, ' ', 1) = :planId) r
            where t.kind = 'onboarding' and t.status = 'active'
            """)
    @RegisterConstructorMapper(State.class)
    List<State> states(String clientId, String planId);

    /**
     * Switches on the automations for these triggers; those already on keep the time at which they were switched on.
     */
    @SqlUpdate(
            """
            insert into onboarding_plan_automations as a (client_id, plan_id, automation_id, active, settings, activated_at,
                activated_by, created_at, updated_at)
            select :clientId, :planId, t.automation_id, true, cast(:settings as jsonb), :now, :by, :now, :now
            from automations t
            where t.kind = 'onboarding' and t.status = 'active' and t.trigger_type = any (:triggers)
            on conflict (client_id, plan_id, automation_id) do update
            set active = true, settings = excluded.settings, version = a.version + 1, updated_at = excluded.updated_at,
                activated_at = case when a.active then a.activated_at else excluded.activated_at end,
                activated_by = case when a.active then a.activated_by else excluded.activated_by end
            """)
    void switchOn(
            String clientId,
            String planId,
            List<String> triggers,
            String settings,
            String by,
            Instant now);

    /** Switches off all automations except those for these triggers. */
    @SqlUpdate(
            """
            update onboarding_plan_automations a
            set active = false, version = a.version + 1, updated_at = :now
            from automations t
            where a.client_id = :clientId and a.plan_id = :planId and a.active and t.automation_id = a.automation_id
                and t.trigger_type <> all (:triggers)
            """)
    void switchOff(String clientId, String planId, List<String> triggers, Instant now);

    /** Returns the open alerts, oldest first. */
    @SqlQuery(
            """
            select task_id, split_part(source_id, ' ', 2) as trigger, created_at as since,
                case when split_part(source_id, ' ', 2) in ('milestone_overdue', 'task_overdue', 'blocker_identified')
                    then split_part(source_id, ' ', 3)::int end as sequence,
                count(*) over ()::int as total_count
            from tasks
            where client_id = :clientId and source = 'onboarding' and status = 'open'
                and split_part(source_id, ' ', 1) = :planId
            order by created_at, task_id
            limit :limit
            """)
    @RegisterConstructorMapper(AlertRow.class)
    List<AlertRow> alerts(String clientId, String planId, int limit);

    /** An alert, and the total number of alerts. */
    record AlertRow(
            String taskId,
            OnboardingTrigger trigger,
            Instant since,
            @Nullable Integer sequence,
            int totalCount) {}
}
