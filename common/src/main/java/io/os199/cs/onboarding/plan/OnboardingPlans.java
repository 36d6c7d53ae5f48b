package io.os199.cs.onboarding.plan;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.NewMilestone;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.model.PlannedDates;
import io.os199.cs.onboarding.plan.PlanDao.LivePlan;
import io.os199.cs.onboarding.plan.PlanDao.LockedClient;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The only way in which onboarding plans are created and changed. It writes the plan with its milestones and tasks,
 * the timeline, the audit log and the cached answers of the client, all in the caller's transaction. The client is
 * locked before its plan.
 */
public final class OnboardingPlans {
    /** The criteria by which a plan's success is measured unless its maker says otherwise. */
    public static final List<String> MEASURED_CRITERIA =
            List.of(
                    "trained_rate>=0.80",
                    "team_active_rate>=0.80",
                    "core_feature_adoption_rate>=0.70",
                    "csat_mean>=4.0",
                    "first_value_by_due_date",
                    "all_milestones_completed");

    private static final String TOOL = "create_onboarding_plan";
    private static final int ASSUMED_TEAM = 10;

    private final PlanTemplate template;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final PlanListener listener;

    /**
     * The plans of a deployment.
     *
     * @param listener notified of every change of a plan, in its transaction
     */
    public OnboardingPlans(
            Timeline timeline, AuditLog audit, ClientAnswers answers, PlanListener listener) {
        this.listener = listener;
        this.template = PlanTemplate.current();
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * A plan after a write.
     *
     * @param before absent for a new plan
     * @param assumed what was assumed because neither its maker nor the client's contracts say it
     */
    public record Written(Optional<Plan> before, Plan after, List<String> assumed) {}

    /** Creates a draft. */
    public Answer<Written> create(Transaction tx, NewPlan order, Actor actor, Instant now) {
        PlanDao dao = tx.dao(PlanDao.class);
        LocalDate today = day(now);
        LockedClient client = dao.lockClient(order.clientId(), today);
        if (client.status() == ClientStatus.CHURNED) {
            return Answer.refused(churned());
        }
        List<String> assumed = new ArrayList<>();
        Integer asked = order.teamSize() == null ? client.includedUsers() : order.teamSize();
        int teamSize = asked == null || asked < 1 ? ASSUMED_TEAM : asked;
        if (asked == null || asked < 1) {
            assumed.add(
                    "team_size %d: no contract in force says how many users it includes"
                            .formatted(ASSUMED_TEAM));
        }
        var tier = Objects.requireNonNullElse(order.productTier(), client.tier());
        List<NewMilestone> milestones =
                order.milestones() == null
                        ? template.plan(tier, order.complexity(), teamSize)
                        : order.milestones();
        PlannedDates dates =
                PlannedDates.of(
                        milestones.stream()
                                .map(m -> new PlannedDates.Work(m.estimatedHours(), m.dependsOn()))
                                .toList(),
                        order.startDate(),
                        order.timelineWeeks());
        String planId = TypeId.next("plan");
        dao.insert(
                new Plan.Head(
                        order.clientId(),
                        planId,
                        "Onboarding from " + order.startDate(),
                        PlanStatus.DRAFT,
                        tier,
                        order.complexity(),
                        teamSize,
                        order.startDate(),
                        dates.targetDate(),
                        dates.targetDate(),
                        order.timelineWeeks(),
                        order.weeklyCapacityHours(),
                        order.owner() == null ? client.csm() : order.owner(),
                        order.goals(),
                        Objects.requireNonNullElse(order.successCriteria(), MEASURED_CRITERIA),
                        null,
                        null,
                        null,
                        order.milestones() == null ? template.version() : null,
                        1),
                now);
        String rows = Json.write(rows(milestones, dates));
        dao.insertMilestones(order.clientId(), planId, rows, now);
        dao.insertTasks(order.clientId(), planId, rows, now);
        Plan plan = read(tx, order.clientId(), planId).orElseThrow();
        tell(
                tx,
                plan,
                "Onboarding plan made",
                Map.of(
                        "milestone_count",
                        milestones.size(),
                        "target_date",
                        dates.targetDate().toString()),
                Impact.NEUTRAL,
                actor,
                now);
        finish(tx, plan, "create plan", actor);
        return Answer.of(new Written(Optional.empty(), plan, assumed));
    }

    /** A milestone as stored, with its tasks. */
    private record NewRow(
            int sequence,
            String name,
            @Nullable String milestoneKey,
            int week,
            LocalDate plannedStartOn,
            LocalDate dueDate,
            BigDecimal estimatedHours,
            List<Integer> dependsOn,
            boolean firstValue,
            List<NewTask> tasks) {}

    /** A task as stored. */
    private record NewTask(int taskNo, String title) {}

    private static List<NewRow> rows(List<NewMilestone> milestones, PlannedDates dates) {
        List<NewRow> rows = new ArrayList<>();
        for (NewMilestone milestone : milestones) {
            PlannedDates.Span span = dates.spans().get(rows.size());
            List<NewTask> tasks = new ArrayList<>();
            for (String title : milestone.tasks()) {
                tasks.add(new NewTask(tasks.size() + 1, title));
            }
            rows.add(
                    new NewRow(
                            rows.size() + 1,
                            milestone.name(),
                            milestone.milestoneKey(),
                            span.week(),
                            span.plannedStartOn(),
                            span.dueDate(),
                            milestone.estimatedHours(),
                            milestone.dependsOn(),
                            milestone.firstValue(),
                            tasks));
        }
        return rows;
    }

    /** Changes a plan, guarded by the version that the caller saw. */
    public Answer<Written> change(
            Transaction tx,
            String clientId,
            String planId,
            int version,
            PlanChange change,
            Actor actor,
            Instant now) {
        PlanDao dao = tx.dao(PlanDao.class);
        LockedClient client = dao.lockClient(clientId, day(now));
        Plan plan = read(tx, clientId, planId).orElse(null);
        if (plan == null) {
            return Answer.refused(unknown());
        }
        if (plan.head().version() != version) {
            return Answer.refused(stale(plan, version));
        }
        if (client.status() == ClientStatus.CHURNED
                && !(change instanceof PlanChange.OfStatus(var to) && to == PlanStatus.CANCELLED)) {
            return Answer.refused(churned());
        }
        PlanMoves moves = new PlanMoves(plan, now);
        return switch (change) {
            case PlanChange.OfStatus(var status) ->
                    move(tx, plan, status, now)
                            .map(done -> written(tx, plan, statusEvent(status), actor, now));
            case PlanChange.OfMilestone milestone ->
                    moves.milestone(milestone)
                            .map(
                                    after -> {
                                        if (after.firstValue()) {
                                            dao.unmarkFirstValue(clientId, planId, now);
                                        }
                                        dao.change(clientId, planId, after, now);
                                        return written(
                                                tx, plan, milestoneEvent(plan, after), actor, now);
                                    });
            case PlanChange.OfTask task ->
                    moves.task(task)
                            .map(
                                    after -> {
                                        dao.put(clientId, planId, task.sequence(), after, now);
                                        return written(
                                                tx,
                                                plan,
                                                taskEvent(task.sequence(), after),
                                                actor,
                                                now);
                                    });
        };
    }

    /** The timeline's account of a change. */
    private record Told(String title, Map<String, Object> detail, Impact impact) {}

    private static Told statusEvent(PlanStatus status) {
        return new Told(
                "Onboarding plan: " + shown(WireName.of(status)),
                Map.of(),
                switch (status) {
                    case COMPLETED -> Impact.POSITIVE;
                    case CANCELLED -> Impact.NEGATIVE;
                    default -> Impact.NEUTRAL;
                });
    }

    private static Told milestoneEvent(Plan before, Milestone after) {
        MilestoneStatus was = before.milestone(after.sequence()).orElseThrow().status();
        boolean isMoved = was != after.status();
        return new Told(
                "Onboarding milestone %d: %s"
                        .formatted(
                                after.sequence(),
                                isMoved ? shown(WireName.of(after.status())) : "changed"),
                Map.of(
                        "milestone_sequence",
                        after.sequence(),
                        "status",
                        WireName.of(after.status()),
                        "first_value",
                        after.firstValue()),
                !isMoved
                        ? Impact.NEUTRAL
                        : switch (after.status()) {
                            case COMPLETED -> Impact.POSITIVE;
                            case BLOCKED -> Impact.NEGATIVE;
                            default -> Impact.NEUTRAL;
                        });
    }

    private static Told taskEvent(int sequence, Milestone.Task task) {
        return new Told(
                "Onboarding task %d.%d: %s"
                        .formatted(sequence, task.taskNo(), shown(WireName.of(task.status()))),
                Map.of("milestone_sequence", sequence, "task_no", task.taskNo()),
                task.status() == MilestoneTaskStatus.DONE ? Impact.POSITIVE : Impact.NEUTRAL);
    }

    private static String shown(String wireName) {
        return wireName.replace('_', ' ');
    }

    private static Answer<PlanStatus> move(
            Transaction tx, Plan plan, PlanStatus status, Instant now) {
        PlanDao dao = tx.dao(PlanDao.class);
        Plan.Head head = plan.head();
        if (!head.status().next().contains(status)) {
            return Answer.refused(
                    PlanMoves.notAllowed(
                            "the plan",
                            WireName.of(head.status()),
                            WireName.of(status),
                            head.status().next().stream().map(WireName::of).toList()));
        }
        Optional<LivePlan> live =
                dao.live(head.clientId()).filter(other -> !other.planId().equals(head.planId()));
        if (status == PlanStatus.ACTIVE && live.isPresent()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "the client has another plan under way, %s, which is %s"
                                            .formatted(
                                                    live.get().planId(),
                                                    WireName.of(live.get().status())))
                            .hint("Complete or cancel that one first, or work on it instead"));
        }
        if (status == PlanStatus.COMPLETED && !plan.isReadyToComplete()) {
            return Answer.refused(notReady(plan));
        }
        LocalDate today = day(now);
        LocalDate heldOn = head.heldOn();
        dao.move(head.clientId(), head.planId(), status, today, now);
        if (status == PlanStatus.ACTIVE && heldOn != null) {
            int days = (int) ChronoUnit.DAYS.between(heldOn, today);
            dao.postpone(head.clientId(), head.planId(), days, now);
        }
        return Answer.of(status);
    }

    private Written written(Transaction tx, Plan before, Told told, Actor actor, Instant now) {
        Plan.Head head = before.head();
        tx.dao(PlanDao.class).count(head.clientId(), head.planId(), now);
        Plan after = read(tx, head.clientId(), head.planId()).orElseThrow();
        tell(tx, after, told.title(), told.detail(), told.impact(), actor, now);
        finish(tx, after, "update plan", actor);
        listener.changed(tx, before, after, now);
        return new Written(Optional.of(before), after, List.of());
    }

    /** Finds a plan with its milestones and tasks, and locks it until the transaction ends. */
    public static Optional<Plan> read(Transaction tx, String clientId, String planId) {
        PlanDao dao = tx.dao(PlanDao.class);
        return dao.lock(clientId, planId)
                .map(
                        head ->
                                new Plan(
                                        head,
                                        tx.dao(MilestoneDao.class).ofPlan(clientId, planId).stream()
                                                .map(row -> Json.read(row, Milestone.class))
                                                .toList()));
    }

    private void tell(
            Transaction tx,
            Plan plan,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Actor actor,
            Instant now) {
        timeline.record(
                tx,
                new TimelineEvent(
                        plan.head().clientId(),
                        now,
                        timeline.newId(),
                        EventType.ONBOARDING,
                        title,
                        detail,
                        impact,
                        impact == Impact.POSITIVE && !detail.containsKey("task_no"),
                        actor.principal(),
                        TOOL,
                        plan.head().planId()));
    }

    private void finish(Transaction tx, Plan plan, String action, Actor actor) {
        audit.record(tx, AuditEntry.done(actor, TOOL, action, List.of(plan.head().planId())));
        answers.changed(tx, plan.head().clientId());
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private static Refusal churned() {
        return Refusal.failedPrecondition("the client has churned; nobody is onboarded there")
                .hint("Bring it back first with manage_lifecycle_stages");
    }

    private static Refusal unknown() {
        return Refusal.notFound("plan_id", "The client has no plan with this plan_id")
                .expected("a plan_id of this client, from create");
    }

    private static Refusal stale(Plan plan, int sent) {
        return Refusal.stale(
                "the plan", sent, plan.head().version(), WireName.of(plan.head().status()));
    }

    private static Refusal notReady(Plan plan) {
        String open =
                plan.milestones().stream()
                        .filter(m -> !m.status().isOver())
                        .limit(10)
                        .map(
                                m ->
                                        "milestone %d (%s)"
                                                .formatted(m.sequence(), WireName.of(m.status())))
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition("the plan cannot be completed before: " + open)
                .hint("Complete or skip these first with update_milestone");
    }
}
