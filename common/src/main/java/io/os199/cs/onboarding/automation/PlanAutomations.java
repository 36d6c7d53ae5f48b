package io.os199.cs.onboarding.automation;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.automation.PlanAutomationDao.AlertRow;
import io.os199.cs.onboarding.automation.PlanAutomationDao.State;
import io.os199.cs.onboarding.automation.PlanAutomationDao.Subscriber;
import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The only way in which a plan's automations are switched on, changed and switched off; the plan is locked meanwhile.
 */
public final class PlanAutomations {
    static final String TOOL = "activate_onboarding_automation";

    private static final int SHOWN_ALERTS = 20;

    private final Occurrences occurrences;
    private final AutomationRuns runs;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public PlanAutomations(
            Occurrences occurrences,
            AutomationRuns runs,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers) {
        this.occurrences = occurrences;
        this.runs = runs;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * Makes the plan do exactly what the order says and nothing else; for a plan under way, the start is done at
     * once.
     */
    public Answer<PlanAutomationReport> set(
            Transaction tx, AutomationOrder order, Actor actor, Instant now) {
        PlanAutomationDao dao = tx.dao(PlanAutomationDao.class);
        String clientId = order.client().clientId();
        Subscriber plan = dao.lock(clientId, order.planId()).orElse(null);
        Refusal refusal = refusal(plan, order);
        if (plan == null || refusal != null) {
            return Answer.refused(Objects.requireNonNull(refusal));
        }
        return recipients(tx, order)
                .map(
                        recipients -> {
                            List<State> before = dao.states(clientId, plan.planId());
                            store(dao, order, plan.planId(), recipients, actor, now);
                            PlanAutomationReport coming = report(tx, order, plan, recipients, now);
                            tell(tx, order, plan, before, actor, now);
                            if (!order.triggers().isEmpty() && plan.status() == PlanStatus.ACTIVE) {
                                start(tx, clientId, now);
                            }
                            return after(dao, coming);
                        });
    }

    private static @Nullable Refusal refusal(@Nullable Subscriber plan, AutomationOrder order) {
        if (plan == null) {
            return order.planId() == null
                    ? Refusal.failedPrecondition("the client has no onboarding plan")
                            .hint(
                                    "Make one with create_onboarding_plan, then start it with"
                                            + " action set_status and status active")
                    : Refusal.notFound("plan_id", "The client has no plan with this plan_id")
                            .expected("a plan_id of this client, or none for its live plan");
        }
        if (plan.status() != PlanStatus.ACTIVE && plan.status() != PlanStatus.ON_HOLD) {
            boolean isDraft = plan.status() == PlanStatus.DRAFT;
            return Refusal.failedPrecondition(
                            "plan %s is %s; only a plan that is active or on hold has automations"
                                    .formatted(plan.planId(), WireName.of(plan.status())))
                    .hint(
                            isDraft
                                    ? "Start it first: create_onboarding_plan with action"
                                            + " set_status,"
                                            + " plan_id %s, version %d, status active"
                                                    .formatted(plan.planId(), plan.version())
                                    : "It is over for good: make another plan with"
                                            + " create_onboarding_plan and start it with action"
                                            + " set_status, status active");
        }
        return plan.clientStatus() == ClientStatus.CHURNED && !order.triggers().isEmpty()
                ? Refusal.failedPrecondition("the client has churned; nobody is onboarded there")
                        .hint("Bring it back first with manage_lifecycle_stages")
                : null;
    }

    /** Finds the requested recipients; empty where no customer is written to. */
    private static Answer<List<Recipient>> recipients(Transaction tx, AutomationOrder order) {
        if (!order.reachesCustomers()) {
            return Answer.of(List.of());
        }
        String clientId = order.client().clientId();
        if (order.recipients().isEmpty()) {
            List<Recipient> primary = AutomationMail.recipients(tx, clientId, List.of());
            return primary.stream().anyMatch(each -> each.contactId() != null)
                    ? Answer.of(primary)
                    : Answer.refused(
                            Refusal.invalid(
                                    "customer_recipients",
                                    "the client has no current contact with an address to write to",
                                    "customer_recipients, once they are contacts, or"
                                            + " email_customer: false"));
        }
        Map<String, Recipient> people = new HashMap<>();
        AutomationMail.people(tx, clientId)
                .forEach(each -> people.put(Objects.requireNonNull(each.email()), each));
        List<Fault> faults = new ArrayList<>();
        List<Recipient> found = new ArrayList<>();
        for (int place = 0; place < order.recipients().size(); place++) {
            Recipient person = people.get(order.recipients().get(place));
            String field = "customer_recipients[%d]".formatted(place);
            if (person == null) {
                faults.add(
                        new Fault(
                                field,
                                field + " is no current contact of the client",
                                "an address of a current contact; update_client_info adds people"));
            } else {
                found.add(person);
            }
        }
        return faults.isEmpty() ? Answer.of(found) : Answer.refused(Refusal.invalid(faults));
    }

    private static void store(
            PlanAutomationDao dao,
            AutomationOrder order,
            String planId,
            List<Recipient> recipients,
            Actor actor,
            Instant now) {
        String clientId = order.client().clientId();
        List<String> triggers = order.triggers().stream().map(WireName::of).sorted().toList();
        dao.switchOff(clientId, planId, triggers, now);
        if (triggers.isEmpty()) {
            return;
        }
        PlanSettings settings =
                PlanSettings.of(
                        order.emailCustomer(),
                        order.recipients().isEmpty()
                                ? List.of()
                                : recipients.stream()
                                        .map(each -> Objects.requireNonNull(each.contactId()))
                                        .toList(),
                        order.thresholds());
        dao.switchOn(clientId, planId, triggers, Json.write(settings), actor.principal(), now);
    }

    /** Queues what already applies and performs the start; the worker does the rest within minutes. */
    private void start(Transaction tx, String clientId, Instant now) {
        occurrences.queue(tx, clientId, List.of(), now);
        tx.dao(OnboardingRunDao.class)
                .waiting(clientId, OnboardingTrigger.ONBOARDING_START)
                .forEach(waiting -> runs.perform(tx, waiting, now));
    }

    private void tell(
            Transaction tx,
            AutomationOrder order,
            Subscriber plan,
            List<State> before,
            Actor actor,
            Instant now) {
        String clientId = order.client().clientId();
        boolean wasOn = before.stream().anyMatch(State::isActive);
        String what = order.triggers().isEmpty() ? "off" : wasOn ? "changed" : "on";
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.ONBOARDING,
                        "Onboarding automations: " + what,
                        Map.of("trigger_count", order.triggers().size()),
                        Impact.NEUTRAL,
                        false,
                        actor.principal(),
                        TOOL,
                        plan.planId()));
        audit.record(
                tx, AuditEntry.done(actor, TOOL, "automations " + what, List.of(plan.planId())));
        answers.changed(tx, clientId);
    }

    private PlanAutomationReport report(
            Transaction tx,
            AutomationOrder order,
            Subscriber plan,
            List<Recipient> recipients,
            Instant now) {
        String clientId = order.client().clientId();
        List<State> states = tx.dao(PlanAutomationDao.class).states(clientId, plan.planId());
        TrackedPlan tracked =
                TrackedPlan.of(tx, clientId, plan.planId(), Occurrences.day(now)).orElseThrow();
        FirstValue value =
                tx.dao(FirstValueDao.class)
                        .find(List.of(clientId), Occurrences.day(now))
                        .getFirst();
        List<Recipient> reached = recipients.stream().filter(Recipient::isReachable).toList();
        Coming coming =
                new Coming(
                        order, states, tracked, isOpen(value, plan.planId()), Occurrences.day(now));
        return new PlanAutomationReport(
                order.client(),
                plan.planId(),
                plan.version(),
                shown(states),
                thresholds(states),
                order.emailCustomer(),
                recipients,
                order.reachesCustomers() ? reached.size() * coming.count() : 0,
                List.of(),
                0,
                order.reachesCustomers() && !reached.isEmpty()
                        ? first(tx, coming, reached.getFirst())
                        : null,
                runs.mail().hasProvider());
    }

    private static boolean isOpen(FirstValue value, String planId) {
        return value.firstValueOn() == null
                && value.method() != FirstValue.Method.NOT_MEASURABLE
                && (value.planId() == null || value.planId().equals(planId));
    }

    private PlanAutomationReport after(PlanAutomationDao dao, PlanAutomationReport coming) {
        String clientId = coming.client().clientId();
        List<AlertRow> alerts = dao.alerts(clientId, coming.planId(), SHOWN_ALERTS);
        return new PlanAutomationReport(
                coming.client(),
                coming.planId(),
                coming.planVersion(),
                shown(dao.states(clientId, coming.planId())),
                coming.thresholds(),
                coming.emailCustomer(),
                coming.recipients(),
                coming.expectedMessageCount(),
                alerts.stream()
                        .map(
                                each ->
                                        new PlanAutomationReport.Alert(
                                                each.taskId(),
                                                each.trigger(),
                                                each.since(),
                                                each.sequence()))
                        .toList(),
                alerts.isEmpty() ? 0 : alerts.getFirst().totalCount(),
                coming.firstLetter(),
                coming.hasProvider());
    }

    private static List<PlanAutomationReport.Automation> shown(List<State> states) {
        return states.stream()
                .sorted(Comparator.comparing(State::trigger))
                .map(
                        each ->
                                new PlanAutomationReport.Automation(
                                        each.automationId(),
                                        each.trigger(),
                                        each.isActive(),
                                        each.isActive()
                                                && each.trigger().writes()
                                                && settings(each).emailCustomer(),
                                        each.runCount(),
                                        each.failedCount(),
                                        each.lastRunAt()))
                .toList();
    }

    /** Returns the thresholds of what is on, or else the last ones used. */
    private static Thresholds thresholds(List<State> states) {
        return Stream.concat(
                        states.stream().filter(State::isActive),
                        states.stream().filter(each -> each.settings() != null))
                .findFirst()
                .map(each -> settings(each).thresholds())
                .orElse(Thresholds.USUAL);
    }

    private static PlanSettings settings(State state) {
        return Json.read(Objects.requireNonNull(state.settings()), PlanSettings.class);
    }

    /** The emails that each recipient is still to get. */
    private record Coming(
            AutomationOrder order,
            List<State> states,
            TrackedPlan plan,
            boolean isFirstValueOpen,
            LocalDate today) {
        boolean has(OnboardingTrigger trigger) {
            return order.triggers().contains(trigger);
        }

        State state(OnboardingTrigger trigger) {
            return states.stream()
                    .filter(each -> each.trigger() == trigger)
                    .findFirst()
                    .orElseThrow();
        }

        boolean isWelcomeOpen() {
            return has(OnboardingTrigger.ONBOARDING_START)
                    && !state(OnboardingTrigger.ONBOARDING_START).hasRun();
        }

        int count() {
            int unfinished =
                    (int) plan.milestones().stream().filter(m -> !m.status().isOver()).count();
            return (isWelcomeOpen() ? 1 : 0)
                    + unfinished
                            * ((has(OnboardingTrigger.MILESTONE_DUE_SOON) ? 1 : 0)
                                    + (has(OnboardingTrigger.MILESTONE_COMPLETION) ? 1 : 0))
                    + (has(OnboardingTrigger.FIRST_VALUE_ACHIEVED) && isFirstValueOpen ? 1 : 0);
        }

        /** Returns the milestone that is due next; no reminder is sent of an overdue one. */
        Optional<Milestone> dueNext() {
            return plan.milestones().stream()
                    .filter(m -> !m.status().isOver() && !m.dueDate().isBefore(today))
                    .min(
                            Comparator.comparing(Milestone::dueDate)
                                    .thenComparingInt(Milestone::sequence));
        }

        /** Returns the milestone that an email is about. */
        Optional<Milestone> about(OnboardingTrigger trigger) {
            return trigger == OnboardingTrigger.MILESTONE_DUE_SOON ? dueNext() : plan.next();
        }

        /** Returns the trigger of the email that comes first. */
        @Nullable OnboardingTrigger first() {
            return isWelcomeOpen()
                    ? OnboardingTrigger.ONBOARDING_START
                    : has(OnboardingTrigger.MILESTONE_DUE_SOON) && dueNext().isPresent()
                            ? OnboardingTrigger.MILESTONE_DUE_SOON
                            : has(OnboardingTrigger.MILESTONE_COMPLETION) && plan.next().isPresent()
                                    ? OnboardingTrigger.MILESTONE_COMPLETION
                                    : has(OnboardingTrigger.FIRST_VALUE_ACHIEVED)
                                                    && isFirstValueOpen
                                            ? OnboardingTrigger.FIRST_VALUE_ACHIEVED
                                            : null;
        }
    }

    private @Nullable Letter first(Transaction tx, Coming coming, Recipient recipient) {
        OnboardingTrigger first = coming.first();
        if (first == null) {
            return null;
        }
        return runs.mail()
                .letters(
                        tx,
                        Objects.requireNonNull(
                                AutomationActions.read(coming.state(first).actions()).email()),
                        List.of(recipient),
                        coming.plan(),
                        coming.about(first).map(Milestone::sequence).orElse(null),
                        coming.today())
                .getFirst();
    }
}
