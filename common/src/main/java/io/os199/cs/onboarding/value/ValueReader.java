package io.os199.cs.onboarding.value;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.onboarding.value.ClientValue.Benchmarks;
import io.os199.cs.onboarding.value.ClientValue.LeverSaving;
import io.os199.cs.onboarding.value.ClientValue.Status;
import io.os199.cs.onboarding.value.ValueDao.PeerCount;
import io.os199.cs.onboarding.value.ValueDao.StepMedian;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads how long one client took, or is taking, to its first value. */
public final class ValueReader {
    private static final int PEER_DAYS = 730;
    private static final int RATE_DECIMALS = 4;

    private final ValueDao dao;
    private final ClientRef client;
    private final LocalDate asOf;
    private final boolean isPast;
    private final int targetDays;
    private final ValueDao.Use use;
    private final FirstValue firstValue;
    private final @Nullable TrackedPlan plan;
    // Without a plan that decides, the one that may be given a first-value milestone.
    private final @Nullable TrackedPlan underWay;

    /** The answer and its basis. */
    public record Read(
            ClientValue value,
            List<Recommendation> recommendations,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * The basis of the days.
     *
     * @param planId for the method plan
     * @param featureKey the core feature, for the method adoption
     * @param beforeContract present when first value came before the clock started, which counts as 0 days
     */
    public record Evidence(
            List<String> rules,
            @Nullable String planId,
            @Nullable String featureKey,
            @Nullable Boolean beforeContract) {}

    /**
     * Creates a reader for a client at the end of a day.
     *
     * @param isPast whether that day is over
     * @param targetDays within which first value should come
     */
    public ValueReader(
            Transaction tx, ClientRef client, LocalDate asOf, boolean isPast, int targetDays) {
        this.dao = tx.dao(ValueDao.class);
        this.client = client;
        this.asOf = asOf;
        this.isPast = isPast;
        this.targetDays = targetDays;
        this.use = dao.use(client.clientId(), asOf);
        this.firstValue =
                tx.dao(FirstValueDao.class).find(List.of(client.clientId()), asOf).getFirst();
        String planId = firstValue.planId();
        this.plan =
                planId == null
                        ? null
                        : TrackedPlan.of(tx, client.clientId(), planId, asOf).orElseThrow();
        this.underWay =
                plan != null || firstValue.firstValueOn() != null
                        ? plan
                        : TrackedPlan.of(tx, client.clientId(), null, asOf)
                                .filter(
                                        each ->
                                                each.status() == PlanStatus.ACTIVE
                                                        || each.status() == PlanStatus.ON_HOLD)
                                .orElse(null);
    }

    /** Reads the time to value. */
    public Read read(boolean includeBenchmarks) {
        PlanProgress.Projection ahead = projection();
        List<ValueStep> steps = steps(ahead);
        List<LeverSaving> levers = ValueLevers.of(steps);
        Integer days = firstValue.timeToValueDays();
        LocalDate projected = projectedOn(ahead);
        ClientValue value =
                value(days, projected, steps, levers, includeBenchmarks ? benchmarks(days) : null);
        LocalDate reached = firstValue.firstValueOn();
        return new Read(
                value,
                ValueAdvice.on(value, underWay, ahead, hasLeft()),
                new Evidence(
                        List.of("first-value-1", "plan-schedule-1"),
                        firstValue.planId(),
                        firstValue.method() == FirstValue.Method.ADOPTION ? use.featureKey() : null,
                        (reached != null && reached.isBefore(firstValue.clockStartOn()))
                                ? true
                                : null),
                gaps(value, ahead));
    }

    private boolean hasLeft() {
        return use.churnedOn() != null;
    }

    /** Returns the day up to which an open time is counted. */
    private LocalDate until() {
        LocalDate left = use.churnedOn();
        return left != null && left.isBefore(asOf) ? left : asOf;
    }

    private PlanProgress.@Nullable Projection projection() {
        return plan == null || plan.status() != PlanStatus.ACTIVE
                ? null
                : plan.standing(asOf).progress().projection();
    }

    private @Nullable LocalDate projectedOn(PlanProgress.@Nullable Projection ahead) {
        return firstValue.firstValueOn() != null || plan == null || ahead == null
                ? null
                : plan.firstValue().map(m -> ahead.finishOn().get(m.sequence())).orElse(null);
    }

    private List<ValueStep> steps(PlanProgress.@Nullable Projection ahead) {
        LocalDate start = firstValue.clockStartOn();
        if (until().isBefore(start)) {
            return List.of();
        }
        if (plan != null) {
            return plan.firstValue()
                    .map(m -> ValuePath.of(plan, m, ahead, start, until()))
                    .orElse(List.of());
        }
        return firstValue.method() == FirstValue.Method.ADOPTION ? byUse(start) : List.of();
    }

    /** Returns the way by use alone: to the first day of use, to the first day of the feature, to its third day. */
    private List<ValueStep> byUse(LocalDate start) {
        List<ValueStep> steps = new ArrayList<>();
        LocalDate end = firstValue.firstValueOn();
        LocalDate from = start;
        boolean isOpen = false;
        for (DayOfUse each :
                List.of(
                        new DayOfUse("first_usage", use.firstUsedOn()),
                        new DayOfUse("first_use_of_feature", use.featureUsedOn()),
                        new DayOfUse("adoption", end))) {
            if (isOpen) {
                continue;
            }
            LocalDate last = end == null ? until() : end;
            isOpen = each.on() == null && end == null;
            LocalDate to = each.on() == null || each.on().isAfter(last) ? last : each.on();
            if (to.isAfter(from) || isOpen) {
                steps.add(ValueStep.plain(each.step(), from, to, isOpen));
                from = to;
            }
        }
        return steps;
    }

    /** A day of use that ends a step. */
    private record DayOfUse(String step, @Nullable LocalDate on) {}

    private ClientValue value(
            @Nullable Integer days,
            @Nullable LocalDate projected,
            List<ValueStep> steps,
            List<LeverSaving> levers,
            @Nullable Benchmarks benchmarks) {
        LocalDate start = firstValue.clockStartOn();
        boolean isOpen = days == null && firstValue.method() != FirstValue.Method.NOT_MEASURABLE;
        Integer age = isOpen ? (int) Math.max(0, ChronoUnit.DAYS.between(start, until())) : null;
        Integer projectedDays =
                projected == null
                        ? null
                        : (int) Math.max(0, ChronoUnit.DAYS.between(start, projected));
        Integer counted = days == null ? age : days;
        Integer variance = counted == null ? null : counted - targetDays;
        int saved = levers.stream().mapToInt(LeverSaving::savingDays).sum();
        return new ClientValue(
                client.clientId(),
                client.clientName(),
                start,
                firstValue.clockBasis(),
                firstValue.method(),
                firstValue.firstValueOn(),
                days,
                age,
                targetDays,
                variance,
                variance == null
                        ? null
                        : BigDecimal.valueOf(variance)
                                .divide(
                                        BigDecimal.valueOf(targetDays),
                                        RATE_DECIMALS,
                                        RoundingMode.HALF_UP),
                status(days, age, projectedDays),
                projected,
                projectedDays,
                compared(steps),
                days == null ? null : Math.max(0, days - saved),
                levers,
                firstValue.method() == FirstValue.Method.PLAN && days == null
                        ? (use.recordedOn() == null ? use.adoptedOn() : use.recordedOn())
                        : null,
                benchmarks);
    }

    private Status status(
            @Nullable Integer days, @Nullable Integer age, @Nullable Integer projectedDays) {
        if (days != null) {
            return days <= targetDays ? Status.ACHIEVED_ON_TARGET : Status.ACHIEVED_LATE;
        }
        if (age == null) {
            return Status.NOT_MEASURABLE;
        }
        if (age > targetDays) {
            return Status.OPEN_OVERDUE;
        }
        return projectedDays != null && projectedDays > targetDays
                ? Status.OPEN_LATE
                : Status.OPEN_ON_TRACK;
    }

    private List<ClientValue.Step> compared(List<ValueStep> steps) {
        if (steps.stream().allMatch(step -> step.sequence() == null)) {
            return steps.stream().map(step -> shown(step, null)).toList();
        }
        Map<String, StepMedian> own = medians(use.tier());
        boolean isTier =
                steps.stream()
                        .filter(step -> step.sequence() != null)
                        .allMatch(step -> isEnough(own.get(step.step())));
        Map<String, StepMedian> all = isTier ? own : medians(null);
        return steps.stream()
                .map(
                        step ->
                                shown(
                                        step,
                                        (isEnough(own.get(step.step())) ? own : all)
                                                .get(step.step())))
                .toList();
    }

    private static boolean isEnough(@Nullable StepMedian peers) {
        return peers != null && peers.planCount() >= Sample.ENOUGH;
    }

    private Map<String, StepMedian> medians(@Nullable Tier tier) {
        return dao.stepMedians(client.clientId(), tier, asOf.minusDays(PEER_DAYS), asOf).stream()
                .collect(Collectors.toMap(StepMedian::milestoneKey, Function.identity()));
    }

    private static ClientValue.Step shown(ValueStep step, @Nullable StepMedian peers) {
        return new ClientValue.Step(
                step.step(),
                step.sequence(),
                step.fromOn(),
                step.toOn(),
                step.isOpen(),
                step.spanDays(),
                step.plannedDays(),
                step.idleDays(),
                step.blockedDays(),
                step.workingDays(),
                peers == null || !isEnough(peers) ? null : Rounded.figure(peers.medianDays()),
                peers == null ? 0 : peers.planCount());
    }

    private Benchmarks benchmarks(@Nullable Integer days) {
        LocalDate since = asOf.minusDays(PEER_DAYS);
        List<PeerCount> peers = dao.peers(client.clientId(), use.tier(), since, asOf, targetDays);
        boolean isTier = peers.stream().mapToInt(PeerCount::clientCount).sum() >= Sample.ENOUGH;
        return ValuePeers.of(
                isTier ? peers : dao.peers(client.clientId(), null, since, asOf, targetDays),
                isTier,
                days,
                targetDays);
    }

    private List<DataGap> gaps(ClientValue value, PlanProgress.@Nullable Projection ahead) {
        List<DataGap> gaps = new ArrayList<>();
        if (value.status() == Status.NOT_MEASURABLE) {
            gaps.add(
                    new DataGap(
                            "time_to_value_days",
                            "not_measurable",
                            "Give the plan a first-value milestone with create_onboarding_plan, or"
                                    + " mark core features in the catalogue"));
        }
        if (value.ageDays() != null && ahead == null && !hasLeft()) {
            gaps.add(unprojected());
        }
        if (plan != null && isPast) {
            gaps.add(
                    new DataGap(
                            "steps",
                            "as_of_past",
                            "What of the plan is blocked or in progress has no date and is today's;"
                                    + " leave out as_of"));
        }
        if (plan != null
                && value.steps().stream()
                        .anyMatch(step -> step.sequence() != null && step.idleDays() == null)) {
            gaps.add(
                    new DataGap(
                            "steps.idle_days",
                            "no_start",
                            "Set a milestone in_progress when work on it begins; without it the"
                                    + " days count as working"));
        }
        Benchmarks benchmarks = value.benchmarks();
        if (benchmarks != null && benchmarks.peerCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "benchmarks.median_days",
                            "small_sample",
                            "Needs 5 other clients that started in two years"));
        }
        return gaps;
    }

    private DataGap unprojected() {
        String field = "projected_first_value_on";
        if (underWay == null) {
            return new DataGap(
                    field,
                    "no_live_plan",
                    "create_onboarding_plan makes and starts a plan with a first-value milestone");
        }
        return switch (underWay.status()) {
            case ON_HOLD ->
                    new DataGap(
                            field,
                            "plan_on_hold",
                            "create_onboarding_plan with action set_status, plan_id %s, version %d, status active resumes it"
                                    .formatted(underWay.planId(), underWay.version()));
            case ACTIVE ->
                    new DataGap(
                            field,
                            "no_first_value_milestone",
                            "Mark one with create_onboarding_plan, action update_milestone, plan_id %s, version %d, milestone_sequence, first_value true; until then time to value rests on usage"
                                    .formatted(underWay.planId(), underWay.version()));
            default ->
                    new DataGap(
                            field, "as_of_past", "The plan is over since then; leave out as_of");
        };
    }

    /** Returns the milestone that decides when first value comes. */
    static @Nullable Milestone firstOpen(
            TrackedPlan plan, PlanProgress.@Nullable Projection ahead) {
        return plan.milestones().stream()
                .filter(m -> !m.status().isOver())
                .filter(m -> ahead == null || ahead.criticalPath().contains(m.sequence()))
                .findFirst()
                .orElse(null);
    }
}
