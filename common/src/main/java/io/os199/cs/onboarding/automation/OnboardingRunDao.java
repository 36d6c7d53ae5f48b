package io.os199.cs.onboarding.automation;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs of onboarding automations, and the conditions that they follow. */
interface OnboardingRunDao {
    /** Returns the clients whose plan under way has automations that are on. */
    @SqlQuery(
            """
            select distinct a.client_id
            from onboarding_plans p
            join onboarding_plan_automations a on a.client_id = p.client_id and a.plan_id = p.plan_id and a.active
            where p.status = 'active' and (cast(:clientId as text) is null or p.client_id = :clientId)
            order by a.client_id
            """)
    List<String> subscribers(@Nullable String clientId);

    /**
     * Records since when plans are delayed, for those with the automation on; the record of a plan that is no longer
     * delayed is deleted, except for plans on hold.
     *
     * @param delayed clients whose plan under way is delayed
     */
    @SqlUpdate(
            """
            with automation as (
                select automation_id from automations where kind = 'onboarding' and trigger_type = 'onboarding_delayed'
            ), recovered as (
                delete from automation_watches w
                using automation a
                where w.automation_id = a.automation_id and w.client_id <> all (:delayed)
                    and not exists (select from onboarding_plans p
                        where p.client_id = w.client_id and p.status = 'on_hold')
            )
            insert into automation_watches (client_id, automation_id, condition_since, evaluated_at)
            select s.client_id, s.automation_id, :now, :now
            from onboarding_plan_automations s
            join automation a on a.automation_id = s.automation_id
            join onboarding_plans p on p.client_id = s.client_id and p.plan_id = s.plan_id and p.status = 'active'
            where s.active and s.client_id = any (:delayed)
            on conflict (client_id, automation_id) do update set evaluated_at = excluded.evaluated_at
            """)
    void follow(List<String> delayed, Instant now);

    /** A waiting run. */
    record Waiting(String clientId, String runId) {}

    /** Returns the waiting runs, oldest first. */
    @SqlQuery(
            """
            select r.client_id, r.run_id
            from automation_runs r
            join automations t on t.automation_id = r.automation_id and t.kind = 'onboarding'
            where r.status = 'pending'
                and (cast(:clientId as text) is null or r.client_id = :clientId)
                and (cast(:trigger as text) is null or t.trigger_type = :trigger)
            order by r.triggered_at, r.due_at, r.client_id, r.run_id
            """)
    @RegisterConstructorMapper(Waiting.class)
    List<Waiting> waiting(@Nullable String clientId, @Nullable OnboardingTrigger trigger);

    /**
     * A run with everything that it depends on.
     *
     * @param planId of the plan under way
     * @param about what the occurrence is about, in words
     * @param hasAlert whether the alert's condition held when the run was queued
     * @param isEscalating whether an escalation is opened for what stays blocked
     */
    record Run(
            String clientId,
            String clientName,
            String runId,
            String automationId,
            String name,
            OnboardingTrigger trigger,
            String actions,
            String planId,
            @Nullable String owner,
            String settings,
            String occurrenceKey,
            Instant dueAt,
            @Nullable Integer sequence,
            @Nullable String about,
            boolean hasAlert,
            boolean isEscalating) {}

    /**
     * Finds a pending run and locks it until the transaction ends; empty where another worker is at it or has done
     * it.
     */
    @SqlQuery(
            """
            select r.client_id, c.name as client_name, r.run_id, r.automation_id, t.name, t.trigger_type as trigger, t.actions,
                p.plan_id, p.owner, a.settings, r.occurrence_key, r.due_at, (r.detail ->> 'sequence')::int as sequence,
                r.detail ->> 'about' as about, (r.detail ->> 'alerts')::boolean as has_alert,
                (r.detail ->> 'escalates')::boolean as is_escalating
            from automation_runs r
            join automations t on t.automation_id = r.automation_id and t.kind = 'onboarding'
            join clients c on c.client_id = r.client_id and c.status <> 'churned'
            join onboarding_plans p on p.client_id = r.client_id and p.plan_id = split_part(r.occurrence_key, ' ', 1)
                and p.status = 'active'
            join onboarding_plan_automations a on a.client_id = r.client_id and a.plan_id = p.plan_id
                and a.automation_id = r.automation_id and a.active
            where r.client_id = :clientId and r.run_id = :runId and r.status = 'pending'
            for update of r skip locked
            """)
    @RegisterConstructorMapper(Run.class)
    Optional<Run> lock(String clientId, String runId);

    @SqlUpdate(
            """
            insert into automation_run_actions (client_id, run_id, action_no, type, status, ref_id, error, done_at)
            values (:clientId, :runId, :actionNo, :type, :status, :refId, :error, case when :status = 'done' then cast(:now as timestamptz) end)
            """)
    void act(
            String clientId,
            String runId,
            int actionNo,
            String type,
            String status,
            @Nullable String refId,
            @Nullable String error,
            Instant now);

    @SqlUpdate(
            """
            update automation_runs set status = :status, updated_at = :now
            where client_id = :clientId and run_id = :runId
            """)
    void finish(String clientId, String runId, String status, Instant now);
}
