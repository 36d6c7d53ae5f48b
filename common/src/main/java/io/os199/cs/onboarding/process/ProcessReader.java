package io.os199.cs.onboarding.process;

import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.plan.OnboardingPlans;
import io.os199.cs.onboarding.process.ProcessDao.Delays;
import io.os199.cs.onboarding.process.ProcessDao.EndedPlan;
import io.os199.cs.onboarding.process.ProcessDao.Voices;
import io.os199.cs.onboarding.process.ProcessReport.Bottleneck;
import io.os199.cs.onboarding.process.ProcessReport.Change;
import io.os199.cs.onboarding.process.ProcessReport.LiveRisk;
import io.os199.cs.onboarding.process.ProcessReport.Metrics;
import io.os199.cs.onboarding.process.ProcessReport.Target;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads how onboarding went. */
final class ProcessReader {
    private static final BigDecimal COMPLETION = new BigDecimal("0.95");
    private static final BigDecimal ON_TIME = new BigDecimal("0.85");
    private static final BigDecimal CSAT = new BigDecimal("4.5");
    private static final int RATE_DECIMALS = 4;

    private final Transaction tx;
    private final ProcessOrder order;
    private final ProcessDao dao;
    private final List<EndedPlan> ended;
    private final List<Voices> voices;

    ProcessReader(Transaction tx, ProcessOrder order) {
        this.tx = tx;
        this.order = order;
        this.dao = tx.dao(ProcessDao.class);
        this.ended = dao.plans(order, OnboardingPlans.MEASURED_CRITERIA.toArray(String[]::new));
        this.voices = dao.voices(order);
    }

    ProcessReport read(Instant now) {
        Metrics metrics = metrics(true);
        Metrics previous = metrics(false);
        List<Bottleneck> bottlenecks =
                dao.bottlenecks(order).stream().map(ProcessReader::bottleneck).toList();
        StartedClients started = new StartedClients(tx.dao(StartedDao.class).started(order));
        ProcessReport.TimeToValue timeToValue = started.timeToValue(order.targetDays());
        List<PlanSuccessFactor> factors =
                metrics == null ? null : PlanSuccessFactor.of(plans(true, EndedPlan::isCompleted));
        LiveRisk live = order.includeInProgress() ? live() : null;
        return new ProcessReport(
                order.asOf(),
                now,
                new ProcessReport.Period(order.periodStart(), order.periodEnd()),
                new ProcessReport.Counts(
                        plans(true, EndedPlan::isCompleted).size(),
                        plans(true, plan -> !plan.isCompleted()).size(),
                        live == null
                                ? null
                                : live.onTrack() + live.atRisk() + live.delayed() + live.onHold()),
                metrics,
                previous,
                change(metrics, previous),
                targets(metrics),
                timeToValue,
                bottlenecks,
                factors,
                live,
                ProcessRules.of(metrics, bottlenecks, timeToValue.medianWaitDays(), factors, ended),
                new ProcessReport.Evidence(
                        List.of("first-value-1", "plan-schedule-1", "plan-risk-1"),
                        plans(true, plan -> true).size(),
                        started.count(),
                        order.minCompleted(),
                        order.targetDays()),
                gaps(metrics, previous, timeToValue));
    }

    private List<EndedPlan> plans(boolean isCurrent, Predicate<EndedPlan> which) {
        return ended.stream().filter(plan -> plan.isCurrent() == isCurrent).filter(which).toList();
    }

    /** Computes the metrics; absent where fewer plans were completed than required. */
    private @Nullable Metrics metrics(boolean isCurrent) {
        List<EndedPlan> completed = plans(isCurrent, EndedPlan::isCompleted);
        if (completed.size() < order.minCompleted()) {
            return null;
        }
        Voices said =
                voices.stream()
                        .filter(each -> each.isCurrent() == isCurrent)
                        .findFirst()
                        .orElseThrow();
        return new Metrics(
                Sample.rate(completed.size(), plans(isCurrent, plan -> true).size()),
                share(completed, EndedPlan::isOnTime),
                share(completed, EndedPlan::isOnBaseline),
                median(completed, EndedPlan::durationDays),
                median(completed, EndedPlan::overrunDays),
                Sample.rate(said.passedCount(), said.assessedCount()),
                Sample.rate(said.attendedCount(), said.invitedCount()),
                said.csatMean() == null
                        ? Sample.bare(null, said.csatCount())
                        : Sample.mean(
                                said.csatMean(),
                                Objects.requireNonNullElse(said.csatDeviation(), 0.0),
                                said.csatCount()),
                Sample.nps(said.promoterCount(), said.detractorCount(), said.npsCount()));
    }

    private static Sample share(List<EndedPlan> plans, Function<EndedPlan, @Nullable Boolean> is) {
        return Sample.rate(
                plans.stream().filter(plan -> Boolean.TRUE.equals(is.apply(plan))).count(),
                plans.size());
    }

    private static Sample median(
            List<EndedPlan> plans, Function<EndedPlan, @Nullable Integer> days) {
        return StartedClients.median(
                plans.stream().map(days).filter(Objects::nonNull).map(d -> (int) d).toList());
    }

    private static Bottleneck bottleneck(Delays delays) {
        return new Bottleneck(
                delays.milestone(),
                delays.planCount(),
                delays.lateCount(),
                delays.planCount() < Sample.ENOUGH
                        ? null
                        : BigDecimal.valueOf(delays.lateCount())
                                .divide(
                                        BigDecimal.valueOf(delays.planCount()),
                                        RATE_DECIMALS,
                                        RoundingMode.HALF_UP),
                Rounded.figure(delays.medianOwnDelayDays()),
                delays.totalOwnDelayDays(),
                delays.blockedCount(),
                Rounded.figureOf(delays.medianBlockedDays()));
    }

    private LiveRisk live() {
        Map<PlanStanding.ProgressStatus, Integer> counts =
                new EnumMap<>(PlanStanding.ProgressStatus.class);
        TrackedPlan.live(tx, order.tier(), order.complexity(), order.asOf(), order.isPast())
                .forEach(
                        plan ->
                                counts.merge(
                                        plan.standing(order.asOf()).status(), 1, Integer::sum));
        return new LiveRisk(
                counts.getOrDefault(PlanStanding.ProgressStatus.ON_TRACK, 0),
                counts.getOrDefault(PlanStanding.ProgressStatus.AT_RISK, 0),
                counts.getOrDefault(PlanStanding.ProgressStatus.DELAYED, 0),
                counts.getOrDefault(PlanStanding.ProgressStatus.ON_HOLD, 0));
    }

    private static List<Change> change(@Nullable Metrics metrics, @Nullable Metrics previous) {
        if (metrics == null || previous == null) {
            return List.of();
        }
        Map<String, Sample> before = previous.byName();
        List<Change> found = new ArrayList<>();
        metrics.byName()
                .forEach(
                        (metric, now) -> {
                            BigDecimal value = now.value();
                            BigDecimal old = Objects.requireNonNull(before.get(metric)).value();
                            if (value != null && old != null) {
                                found.add(new Change(metric, value.subtract(old)));
                            }
                        });
        return found;
    }

    private static List<Target> targets(@Nullable Metrics metrics) {
        return List.of(
                target("completion_rate", COMPLETION, metrics, Metrics::completionRate),
                target("on_time_rate", ON_TIME, metrics, Metrics::onTimeRate),
                target("csat_mean", CSAT, metrics, Metrics::csatMean));
    }

    private static Target target(
            String name,
            BigDecimal target,
            @Nullable Metrics metrics,
            Function<Metrics, Sample> metric) {
        BigDecimal value = metrics == null ? null : metric.apply(metrics).value();
        return new Target(name, target, value == null ? null : value.subtract(target));
    }

    private List<DataGap> gaps(
            @Nullable Metrics metrics,
            @Nullable Metrics previous,
            ProcessReport.TimeToValue timeToValue) {
        List<DataGap> gaps = new ArrayList<>();
        if (metrics == null) {
            gaps.add(
                    new DataGap(
                            "metrics",
                            "small_sample",
                            "Needs %d completed plans in the period: a longer analysis_period_days, or fewer filters"
                                    .formatted(order.minCompleted())));
        } else if (previous == null) {
            gaps.add(
                    new DataGap(
                            "previous",
                            "small_sample",
                            "The period before has fewer than %d completed plans"
                                    .formatted(order.minCompleted())));
        }
        if (metrics != null) {
            metrics.byName().forEach((name, sample) -> few(gaps, "metrics." + name, sample));
        }
        if (previous != null) {
            previous.byName().forEach((name, sample) -> few(gaps, "previous." + name, sample));
        }
        few(
                gaps,
                "time_to_value.reached_within_target_rate",
                timeToValue.reachedWithinTargetRate());
        few(gaps, "time_to_value.median_wait_days", timeToValue.medianWaitDays());
        if (timeToValue.reachedCount() + timeToValue.openCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "time_to_value.median_days",
                            "small_sample",
                            "Needs 5 clients whose contract began in the period"));
        }
        if (order.isPast() && order.includeInProgress()) {
            gaps.add(
                    new DataGap(
                            "live_risk",
                            "as_of_past",
                            "What is blocked or in progress has no date and is today's; leave out"
                                    + " as_of"));
        }
        return gaps;
    }

    private static void few(List<DataGap> gaps, String field, Sample sample) {
        if (sample.hasTooFew()) {
            gaps.add(
                    new DataGap(
                            field,
                            "small_sample",
                            "Below 5 only n is told: a longer analysis_period_days, or fewer"
                                    + " filters"));
        }
    }
}
