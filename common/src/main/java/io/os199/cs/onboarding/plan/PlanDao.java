package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.PlanStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Rows of {@code onboarding_plans}, {@code onboarding_milestones} and {@code onboarding_tasks}. */
interface PlanDao {
    /** Locks the client against other writers, and returns what a plan takes from it where its maker does not say. */
    @SqlQuery(
            """
            select c.status, c.csm, c.tier,
                (select case when sum(included_users) > 2147483647 then 2147483647 else sum(included_users) end
                    from contracts k
                    where k.client_id = c.client_id and k.status = 'active' and k.start_date <= :today
                        and (k.end_date is null or k.end_date >= :today)) as included_users
            from clients c
            where c.client_id = :clientId
            for no key update of c
            """)
    @RegisterConstructorMapper(LockedClient.class)
    LockedClient lockClient(String clientId, LocalDate today);

    /**
     * A client, as far as its plan needs it.
     *
     * @param includedUsers over all contracts in force; absent where none says
     */
    record LockedClient(
            ClientStatus status,
            @Nullable String csm,
            Tier tier,
            @Nullable Integer includedUsers) {}

    /** Finds the plan that is active or on hold, of which there is at most one. */
    @SqlQuery(
            """
            select plan_id, status from onboarding_plans
            where client_id = :clientId and status in ('active', 'on_hold')
            """)
    @RegisterConstructorMapper(LivePlan.class)
    Optional<LivePlan> live(String clientId);

    /** The plan that is active or on hold. */
    record LivePlan(String planId, PlanStatus status) {}

    @SqlUpdate(
            """
            insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, complexity, timeline_weeks,
                weekly_capacity_hours, start_date, target_date, baseline_target_date, goals, success_criteria, owner,
                template_version, created_at, updated_at)
            values (:clientId, :planId, :name, :productTier, :teamSize, :complexity, :timelineWeeks,
                :weeklyCapacityHours, :startDate, :targetDate, :baselineTargetDate, :goals, :successCriteria, :owner,
                :templateVersion, :now, :now)
            """)
    void insert(@BindMethods Plan.Head plan, Instant now);

    @SqlUpdate(
            """
            insert into onboarding_milestones (client_id, plan_id, sequence, name, milestone_key, week,
                planned_start_on, due_date, estimated_hours, depends_on, is_first_value, created_at, updated_at)
            select :clientId, :planId, m.sequence, m.name, m.milestone_key, m.week, m.planned_start_on, m.due_date,
                m.estimated_hours, m.depends_on, m.first_value, :now, :now
            from jsonb_to_recordset(cast(:milestones as jsonb)) m (sequence int, name text, milestone_key text,
                week int, planned_start_on date, due_date date, estimated_hours numeric, depends_on int[],
                first_value boolean)
            """)
    void insertMilestones(String clientId, String planId, String milestones, Instant now);

    @SqlUpdate(
            """
            insert into onboarding_tasks (client_id, plan_id, milestone_sequence, task_no, title, due_date, created_at,
                updated_at)
            select :clientId, :planId, m.sequence, t.task_no, t.title, m.due_date, :now, :now
            from jsonb_to_recordset(cast(:milestones as jsonb)) m (sequence int, due_date date, tasks jsonb)
            cross join lateral jsonb_array_elements(m.tasks) with ordinality as e (task, place)
            cross join lateral (select (e.task ->> 'task_no')::int as task_no, e.task ->> 'title' as title) t
            """)
    void insertTasks(String clientId, String planId, String milestones, Instant now);

    /** Finds the plan with that id and locks it until the transaction ends. */
    @SqlQuery(
            """
            select client_id, plan_id, name, status, product_tier, complexity, team_size, start_date, target_date,
                baseline_target_date, timeline_weeks, weekly_capacity_hours, owner, goals, success_criteria,
                completed_on, cancelled_on, held_on, template_version, version
            from onboarding_plans
            where client_id = :clientId and plan_id = :planId
            for no key update
            """)
    @RegisterConstructorMapper(Plan.Head.class)
    Optional<Plan.Head> lock(String clientId, String planId);

    /** Increments the plan's version after a change of the plan, its milestones or its tasks. */
    @SqlUpdate(
            """
            update onboarding_plans
            set version = version + 1, updated_at = :now
            where client_id = :clientId and plan_id = :planId
            """)
    void count(String clientId, String planId, Instant now);

    @SqlUpdate(
            """
            update onboarding_plans
            set status = :status,
                completed_on = case when :status = 'completed' then :today else completed_on end,
                cancelled_on = case when :status = 'cancelled' then :today else cancelled_on end,
                held_on = case when :status = 'on_hold' then :today end,
                resumed_at = case when status = 'on_hold' and :status = 'active' then cast(:now as timestamptz) else resumed_at end
            where client_id = :clientId and plan_id = :planId
            """)
    void move(String clientId, String planId, PlanStatus status, LocalDate today, Instant now);

    /** Postpones everything still to come by the number of days that the plan was held. */
    @SqlUpdate(
            """
            with plan as (
                update onboarding_plans
                set target_date = target_date + :days
                where client_id = :clientId and plan_id = :planId
            ), milestone as (
                update onboarding_milestones
                set planned_start_on = planned_start_on + :days, due_date = due_date + :days, updated_at = :now
                where client_id = :clientId and plan_id = :planId and status not in ('completed', 'skipped')
            )
            update onboarding_tasks
            set due_date = due_date + :days, updated_at = :now
            where client_id = :clientId and plan_id = :planId and status in ('todo', 'in_progress')
            """)
    void postpone(String clientId, String planId, int days, Instant now);

    @SqlUpdate(
            """
            update onboarding_milestones
            set is_first_value = false, updated_at = :now
            where client_id = :clientId and plan_id = :planId and is_first_value
            """)
    void unmarkFirstValue(String clientId, String planId, Instant now);

    /** Stores a changed milestone; its unfinished tasks that were due with it stay due with it. */
    @SqlUpdate(
            """
            with task as (
                update onboarding_tasks t
                set due_date = :dueDate, updated_at = :now
                from onboarding_milestones m
                where m.client_id = :clientId and m.plan_id = :planId and m.sequence = :sequence
                    and m.due_date <> :dueDate and t.client_id = m.client_id and t.plan_id = m.plan_id
                    and t.milestone_sequence = m.sequence and t.due_date = m.due_date
                    and t.status in ('todo', 'in_progress')
            )
            update onboarding_milestones
            set status = :status, due_date = :dueDate, started_on = :startedOn, completed_on = :completedOn,
                estimated_hours = :estimatedHours, actual_hours = :actualHours, owner = :owner,
                is_first_value = :firstValue, blocked_at = :blockedAt, blocked_days = :blockedDays,
                blocker_text = :blockerText, updated_at = :now
            where client_id = :clientId and plan_id = :planId and sequence = :sequence
            """)
    void change(String clientId, String planId, @BindMethods Milestone milestone, Instant now);

    @SqlUpdate(
            """
            insert into onboarding_tasks (client_id, plan_id, milestone_sequence, task_no, title, status, owner,
                due_date, completed_on, created_at, updated_at)
            values (:clientId, :planId, :sequence, :taskNo, :title, :status, :owner, :dueDate, :completedOn, :now, :now)
            on conflict (client_id, plan_id, milestone_sequence, task_no) do update
            set title = excluded.title, status = excluded.status, owner = excluded.owner,
                due_date = excluded.due_date, completed_on = excluded.completed_on, updated_at = excluded.updated_at
            """)
    void put(
            String clientId,
            String planId,
            int sequence,
            @BindMethods Milestone.Task task,
            Instant now);
}
