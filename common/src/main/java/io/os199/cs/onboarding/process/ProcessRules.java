package io.os199.cs.onboarding.process;

import io.os199.cs.onboarding.process.ProcessDao.EndedPlan;
import io.os199.cs.onboarding.process.ProcessReport.Bottleneck;
import io.os199.cs.onboarding.process.ProcessReport.Metrics;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Recommends what to change about onboarding: the rules OPT-1 to OPT-7. */
final class ProcessRules {
    private static final String PLAN = "create_onboarding_plan";
    private static final String TRAINING = "deliver_training_session";
    private static final BigDecimal ON_TIME = new BigDecimal("0.75");
    private static final BigDecimal OFTEN_LATE = new BigDecimal("0.40");
    private static final int BLOCKED_DAYS = 3;
    private static final int BLOCKED_PLANS = 3;
    private static final int WAIT_DAYS = 7;
    private static final int HANDOVER_DAYS = 3;
    private static final BigDecimal ATTENDANCE = new BigDecimal("0.80");
    private static final BigDecimal PASSES = new BigDecimal("0.85");
    private static final double COMMON = 0.70;
    private static final BigDecimal COMPLETION = new BigDecimal("0.90");
    private static final int MOST_NAMED = 10;

    private final List<Recommendation> found = new ArrayList<>();

    private ProcessRules() {}

    /** Returns the recommendations that are called for, in the order of the rules. */
    static List<Recommendation> of(
            @Nullable Metrics metrics,
            List<Bottleneck> bottlenecks,
            Sample waitDays,
            @Nullable List<PlanSuccessFactor> factors,
            List<EndedPlan> ended) {
        ProcessRules rules = new ProcessRules();
        if (metrics != null && isBelow(metrics.onTimeRate(), ON_TIME)) {
            rules.late(metrics.onTimeRate(), bottlenecks);
        }
        bottlenecks.forEach(rules::longer);
        bottlenecks.forEach(rules::blocked);
        rules.waiting(waitDays);
        if (metrics != null) {
            rules.training(metrics);
        }
        if (factors != null) {
            factors.forEach(rules::factor);
        }
        if (metrics != null && isBelow(metrics.completionRate(), COMPLETION)) {
            rules.cancelled(metrics.completionRate(), ended);
        }
        return rules.found;
    }

    private void late(Sample onTime, List<Bottleneck> bottlenecks) {
        add(
                "OPT-1",
                "on_time_rate %s of %d".formatted(onTime.value(), onTime.n()),
                bottlenecks.isEmpty() || bottlenecks.getFirst().totalOwnDelayDays() == 0
                        ? "Plan more time: no milestone stands out"
                        : "Plan the duration of %s anew, where most days were lost"
                                .formatted(bottlenecks.getFirst().milestone()),
                Priority.HIGH,
                PLAN);
    }

    private void longer(Bottleneck each) {
        if (each.lateRate() != null
                && each.planCount() >= Sample.ENOUGH
                && each.lateRate().compareTo(OFTEN_LATE) >= 0) {
            add(
                    "OPT-2",
                    "%s was late by itself in %d of %d plans"
                            .formatted(each.milestone(), each.lateCount(), each.planCount()),
                    each.medianOwnDelayDays().signum() > 0
                            ? "Plan it longer by %s days, or split it"
                                    .formatted(each.medianOwnDelayDays().toPlainString())
                            : "Look at the plans that it was late in: most were in time",
                    Priority.HIGH,
                    PLAN);
        }
    }

    private void blocked(Bottleneck each) {
        BigDecimal days = each.medianBlockedDays();
        if (days != null
                && each.blockedCount() >= BLOCKED_PLANS
                && days.compareTo(BigDecimal.valueOf(BLOCKED_DAYS)) >= 0) {
            add(
                    "OPT-3",
                    "%s was blocked in %d plans, %s days in the middle"
                            .formatted(each.milestone(), each.blockedCount(), days.toPlainString()),
                    "Clear its inputs before it starts, with a checklist",
                    Priority.HIGH,
                    PLAN);
        }
    }

    private void waiting(Sample wait) {
        BigDecimal days = wait.value();
        if (days != null && days.compareTo(BigDecimal.valueOf(WAIT_DAYS)) > 0) {
            add(
                    "OPT-4",
                    "%s days from the contract to the plan's start, of %d clients"
                            .formatted(days.toPlainString(), wait.n()),
                    "Start plans at signature: %s days"
                            .formatted(
                                    days.subtract(BigDecimal.valueOf(HANDOVER_DAYS))
                                            .toPlainString()),
                    Priority.HIGH,
                    PLAN);
        }
    }

    private void training(Metrics metrics) {
        boolean isMissed = isBelow(metrics.trainingAttendanceRate(), ATTENDANCE);
        boolean isFailed = isBelow(metrics.trainingPassRate(), PASSES);
        if (isMissed) {
            add(
                    "OPT-5",
                    "training_attendance_rate " + metrics.trainingAttendanceRate().value(),
                    "Offer assignments beside sessions",
                    Priority.MEDIUM,
                    TRAINING);
        }
        if (isFailed) {
            add(
                    "OPT-5",
                    "training_pass_rate " + metrics.trainingPassRate().value(),
                    "Review the modules that are failed",
                    Priority.MEDIUM,
                    TRAINING);
        }
    }

    private void factor(PlanSuccessFactor factor) {
        int with = factor.with().n();
        int all = with + factor.without().n();
        if (factor.credible() && factor.difference().signum() > 0 && with < COMMON * all) {
            add(
                    "OPT-6",
                    "%s goes with %s more on time, in %d of %d plans"
                            .formatted(
                                    factor.factor(),
                                    factor.difference().toPlainString(),
                                    with,
                                    all),
                    "Make it standard",
                    Priority.MEDIUM,
                    PLAN);
        }
    }

    private void cancelled(Sample completion, List<EndedPlan> ended) {
        add(
                "OPT-7",
                "completion_rate %s of %d".formatted(completion.value(), completion.n()),
                "Interview those who cancelled: "
                        + ended.stream()
                                .filter(plan -> plan.isCurrent() && !plan.isCompleted())
                                .map(EndedPlan::clientId)
                                .distinct()
                                .limit(MOST_NAMED)
                                .collect(Collectors.joining(", ")),
                Priority.MEDIUM,
                "log_activity");
    }

    private static boolean isBelow(Sample sample, BigDecimal bound) {
        return sample.value() != null && sample.value().compareTo(bound) < 0;
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
