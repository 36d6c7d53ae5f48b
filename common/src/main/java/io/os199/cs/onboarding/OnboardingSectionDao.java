package io.os199.cs.onboarding;

import io.os199.cs.onboarding.model.FirstValue;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the onboarding section of one client's overview. */
public interface OnboardingSectionDao {
    /** Empty when the client has no plan but cancelled ones. */
    default Optional<OnboardingSection> find(String clientId, LocalDate asOf) {
        return row(List.of(clientId), clientId, asOf).map(Row::section);
    }

    @SqlQuery(
            "with first_value as ("
                    + FirstValueDao.SQL
                    + """
                    ), plan as (
                        select plan_id, status, target_date, completed_on
                        from onboarding_plans
                        where client_id = :clientId and status <> 'cancelled'
                        order by created_at desc, plan_id desc
                        limit 1
                    )
                    select plan.plan_id, plan.status, plan.target_date, plan.completed_on,
                        milestones.total as milestone_count, milestones.completed as completed_count,
                        round(milestones.completed::numeric / nullif(milestones.total, 0), 4) as completion_rate,
                        milestones.overdue as overdue_count,
                        (select count(distinct contact_email) from training_completions
                         where client_id = :clientId and passed) as trained_contact_count,
                        first_value.*
                    from plan
                    cross join first_value
                    cross join lateral (
                        select count(*) as total,
                            count(*) filter (where status = 'completed') as completed,
                            count(*) filter (where status <> 'completed' and due_date < :asOf) as overdue
                        from onboarding_milestones
                        where client_id = :clientId and plan_id = plan.plan_id and status <> 'skipped'
                    ) milestones
                    """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> row(List<String> clientIds, String clientId, LocalDate asOf);

    /** One row of {@link #row}. */
    record Row(
            String planId,
            String status,
            int milestoneCount,
            int completedCount,
            @Nullable BigDecimal completionRate,
            int overdueCount,
            LocalDate targetDate,
            @Nullable LocalDate completedOn,
            int trainedContactCount,
            @Nested FirstValue firstValue) {
        OnboardingSection section() {
            return new OnboardingSection(
                    planId,
                    status,
                    milestoneCount,
                    completedCount,
                    completionRate,
                    overdueCount,
                    targetDate,
                    completedOn,
                    firstValue.timeToValueDays(),
                    trainedContactCount);
        }
    }
}
