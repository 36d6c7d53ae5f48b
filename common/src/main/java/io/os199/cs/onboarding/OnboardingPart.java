package io.os199.cs.onboarding;

import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.platform.database.Part;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Reads the newest plan of {@code :clientId}, the only one of {@code :clientIds}, at {@code :asOf}. There is no row
 * when the client has only cancelled plans or none.
 */
public final class OnboardingPart {
    /** A plan, with the client's time to value. */
    public record Row(
            String planId,
            String status,
            int milestoneCount,
            int completedCount,
            @Nullable BigDecimal completionRate,
            int overdueCount,
            LocalDate targetDate,
            @Nullable LocalDate completedOn,
            int trainedContactCount,
            FirstValue firstValue) {
        public OnboardingSection section() {
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

    public static final Part<Row> NEWEST =
            new Part<>(
                    "onboarding",
                    Row.class,
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
                                (select count(distinct lower(trim(c.email)))
                                 from contacts c
                                 join training_completions t
                                    on t.client_id = c.client_id and t.contact_email = lower(trim(c.email)) and t.passed
                                 where c.client_id = :clientId) as trained_contact_count,
                                row_to_json(first_value) as first_value
                            from plan
                            cross join first_value
                            cross join lateral (
                                select count(*) as total,
                                    count(*) filter (where status = 'completed') as completed,
                                    count(*) filter (where status <> 'completed' and due_date < :asOf) as overdue
                                from onboarding_milestones
                                where client_id = :clientId and plan_id = plan.plan_id and status <> 'skipped'
                            ) milestones
                            """);

    private OnboardingPart() {}
}
