package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.onboarding.PlanInput.Action;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.model.PlanHours;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.plan.OnboardingPlans;
import io.os199.cs.onboarding.plan.OnboardingPlans.Written;
import io.os199.cs.onboarding.plan.Plan;
import io.os199.cs.onboarding.plan.PlanAdvice;
import io.os199.cs.onboarding.plan.PlanSurroundings;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Creates a client's onboarding plan and keeps it up to date. */
@ToolInfo(
        name = "create_onboarding_plan",
        title = "Onboarding plan",
        description =
                "Makes a client's onboarding plan (milestones, tasks, dates), starts, holds, "
                        + "completes or cancels it and moves its milestones and tasks.",
        effect = Effect.DESTROY,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class CreateOnboardingPlan implements Tool<PlanInput, CreateOnboardingPlan.Output> {
    private static final List<String> RULES = List.of("plan-schedule-1");

    /**
     * The plan as it stands after the write.
     *
     * @param readyToComplete whether all milestones are completed or skipped
     * @param changed what the write changed; absent for a new plan
     * @param assumed what neither the caller nor the client's contracts say
     * @param isDryRun whether this only says what the call would do
     */
    public record Output(
            String clientId,
            String clientName,
            PlanView plan,
            Metrics metrics,
            boolean readyToComplete,
            @Nullable List<PlanFieldChange> changed,
            List<String> assumed,
            List<PlanAdvice> recommendations,
            @Nullable Boolean isDryRun,
            Instant computedAt,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * The amount of work in the plan; skipped milestones do not count.
     *
     * @param minimumWeeks the fewest weeks in which the weekly hours cover all of it
     * @param timeToFirstValueTargetDays from the day on which the client's clock started
     * @param projectedCompletionDate for an active plan, by its pace so far
     * @param marginDays from there to the target, negative when late
     */
    public record Metrics(
            int milestoneCount,
            int taskCount,
            BigDecimal totalEstimatedHours,
            BigDecimal criticalPathHours,
            BigDecimal hoursPerWeek,
            BigDecimal weeklyCapacityHours,
            int minimumWeeks,
            @Nullable LocalDate firstValueDueOn,
            @Nullable Integer timeToFirstValueTargetDays,
            @Nullable LocalDate projectedCompletionDate,
            @Nullable Integer marginDays) {}

    /** The basis of the answer. */
    public record Evidence(
            @Nullable String templateVersion, List<String> rules, LocalDate clockStartOn) {}

    /** The preview that a person confirms. */
    public record CancelPreview(
            String clientId,
            String planId,
            PlanStatus status,
            int openMilestoneCount,
            int openTaskCount)
            implements Preview {
        @Override
        public String question() {
            return "Cancel onboarding plan %s of client %s, with %d milestones still open? It cannot be taken up again."
                    .formatted(planId, clientId, openMilestoneCount);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final OnboardingPlans plans;

    CreateOnboardingPlan(Database database, ClientDirectory clients, OnboardingPlans plans) {
        this.database = database;
        this.clients = clients;
        this.plans = plans;
    }

    @Override
    public List<Fault> faults(PlanInput input, Set<String> unread, Call call) {
        return unread.isEmpty() ? PlanFaults.of(input, call.today()) : List.of();
    }

    @Override
    public Answer<Output> call(PlanInput input, Call call) {
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        if (!input.isCancelling() || call.isRepeated()) {
            return call.write(Output.class, tx -> write(tx, input, call));
        }
        return database.rehearse(tx -> client(tx, input).then(of -> written(tx, of, input, call)))
                .then(would -> cancel(would, input, call));
    }

    private Answer<Output> cancel(Written would, PlanInput input, Call call) {
        Plan plan = would.before().orElseThrow();
        CancelPreview preview =
                new CancelPreview(
                        plan.head().clientId(),
                        plan.head().planId(),
                        plan.head().status(),
                        (int) plan.milestones().stream().filter(m -> !m.status().isOver()).count(),
                        (int)
                                plan.milestones().stream()
                                        .flatMap(m -> m.tasks().stream())
                                        .filter(task -> !task.isOver())
                                        .count());
        return call.writeConfirmed(
                preview,
                plan.head().planId() + ' ' + plan.head().version(),
                Output.class,
                tx -> write(tx, input, call));
    }

    private Answer<ClientRef> client(Transaction tx, PlanInput input) {
        return clients.resolve(tx, input.clientId());
    }

    private Answer<Output> write(Transaction tx, PlanInput input, Call call) {
        return client(tx, input)
                .then(
                        client ->
                                written(tx, client, input, call)
                                        .map(done -> output(tx, client, done, input, call)));
    }

    private Answer<Written> written(Transaction tx, ClientRef client, PlanInput input, Call call) {
        Actor actor = call.actor();
        return input.action() == Action.CREATE
                ? plans.create(tx, input.toPlan(client.clientId(), call.today()), actor, call.now())
                : plans.change(
                        tx,
                        client.clientId(),
                        Objects.requireNonNull(input.planId()),
                        Objects.requireNonNull(input.version()),
                        input.toChange(),
                        actor,
                        call.now());
    }

    private static Output output(
            Transaction tx, ClientRef client, Written done, PlanInput input, Call call) {
        Plan plan = done.after();
        PlanSurroundings around = PlanSurroundings.read(tx, plan);
        PlanProgress progress =
                plan.head().status() == PlanStatus.ACTIVE
                        ? PlanProgress.of(
                                plan.milestones().stream().map(Milestone::toProgress).toList(),
                                plan.head().startDate(),
                                call.today(),
                                false)
                        : null;
        return new Output(
                client.clientId(),
                client.clientName(),
                PlanView.of(plan, progress),
                metrics(plan, around, progress),
                plan.isReadyToComplete(),
                done.before().map(before -> PlanFieldChange.between(before, plan)).orElse(null),
                done.assumed(),
                PlanAdvice.on(plan, around, call.today()),
                input.dryRun() ? true : null,
                call.now(),
                new Evidence(plan.head().templateVersion(), RULES, around.clockStartOn()),
                List.of());
    }

    private static Metrics metrics(
            Plan plan, PlanSurroundings around, @Nullable PlanProgress progress) {
        PlanHours hours =
                PlanHours.of(plan.milestones().stream().map(Milestone::toProgress).toList());
        LocalDate firstValue = PlanAdvice.firstValueDueOn(plan).orElse(null);
        PlanProgress.Projection ahead = progress == null ? null : progress.projection();
        return new Metrics(
                plan.milestones().size(),
                plan.milestones().stream().mapToInt(m -> m.tasks().size()).sum(),
                hours.total(),
                hours.criticalPath(),
                hours.perWeek(plan.head().timelineWeeks()),
                plan.head().weeklyCapacityHours(),
                hours.minimumWeeks(plan.head().weeklyCapacityHours()),
                firstValue,
                firstValue == null
                        ? null
                        : (int) ChronoUnit.DAYS.between(around.clockStartOn(), firstValue),
                ahead == null ? null : ahead.completionOn(),
                progress == null ? null : progress.marginDays(plan.head().targetDate()));
    }
}
