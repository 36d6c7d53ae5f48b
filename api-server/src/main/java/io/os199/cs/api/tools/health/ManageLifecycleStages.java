package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.ReadsJobs;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Departure.Leave;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.lifecycle.LifecycleAnalysis;
import io.os199.cs.health.lifecycle.LifecycleOrder;
import io.os199.cs.health.lifecycle.LifecycleRules;
import io.os199.cs.health.lifecycle.LifecycleRun;
import io.os199.cs.health.lifecycle.LifecycleSurvey;
import io.os199.cs.health.lifecycle.StageChange;
import io.os199.cs.health.lifecycle.StageChanges;
import io.os199.cs.health.lifecycle.StageChanges.Changed;
import io.os199.cs.health.lifecycle.StageProposal;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The lifecycle stages of clients, and moves between them: by hand, or by the declared rules. */
@ToolInfo(
        name = "manage_lifecycle_stages",
        title = "Manage lifecycle stages",
        description =
                "Where clients stand, how they move, who is stuck; one client's history; moves a"
                    + " client, or applies the rules (a job). Churned ends its contracts and needs"
                    + " a yes. Onboarding: track_onboarding_progress.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageLifecycleStages
        implements Tool<ManageLifecycleStages.Input, ManageLifecycleStages.Output>, ReadsJobs {

    /** The action to perform. */
    public enum Action {
        ANALYZE,
        GET,
        TRANSITION,
        APPLY_RULES
    }

    public record Input(
            @Default("analyze")
                    @Doc(
                            "get needs client_id; transition client_id, new_stage,"
                                    + " transition_reason, version; for churned churn_reason too")
                    Action action,
            @Nullable
                    @Actions(
                            value = {"get", "transition", "apply_rules"},
                            requiredBy = {"get", "transition"})
                    String clientId,
            @Nullable @Actions({"analyze", "apply_rules"}) LifecycleStage currentStage,
            @Nullable @Actions(value = "transition", requiredBy = "transition")
                    LifecycleStage newStage,
            @Nullable
                    @Actions(value = "transition", requiredBy = "transition")
                    @Size(min = 3, max = 300)
                    String transitionReason,
            @Nullable @Actions(value = "transition", requiredBy = "transition") @Min(1)
                    Integer version,
            @Nullable @Actions("transition") LocalDate churnedOn,
            @Nullable @Actions("transition") @Size(min = 3, max = 200) String churnReason,
            @Nullable @Actions("transition") @Size(min = 1, max = 200) String competitor,
            @Default(value = "true", listed = false) @Actions({"analyze", "get"})
                    boolean includeTransitions,
            @Default(value = "true", listed = false) @Actions({"analyze", "get"})
                    boolean interventionPlanning,
            @Default(value = "true", listed = false) @Actions({"analyze", "get"})
                    boolean automationRules,
            @Default(value = "365", listed = false) @Actions("analyze") @Min(30) @Max(730)
                    int periodDays,
            @Default(value = "false", listed = false) @Actions("transition") boolean force,
            @Default(value = "false", listed = false) @Actions({"transition", "apply_rules"})
                    boolean dryRun,
            @Default(value = "10", listed = false) @Actions("apply_rules") @Min(0) @Max(25)
                    int waitSeconds,
            @Nullable @Actions("transition") @Size(max = 400) String confirmationToken,
            @Nullable @Actions({"transition", "apply_rules"}) @Size(max = 100)
                    String idempotencyKey) {

        boolean churns() {
            return newStage == LifecycleStage.CHURNED;
        }
    }

    /**
     * The answer of the action.
     *
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            @JsonUnwrapped @Nullable LifecycleAnalysis analysis,
            @Nullable ClientRecord client,
            @JsonUnwrapped ClientLifecycle.@Nullable Standing standing,
            @JsonUnwrapped @Nullable Moved move,
            @JsonUnwrapped @Nullable LifecycleRun applied,
            @Nullable List<Truncation> truncated,
            @Nullable Boolean isDryRun,
            @Nullable JobHandle job) {

        static Output of(LifecycleAnalysis analysis) {
            Cuts cuts =
                    new Cuts()
                            .list("stuck", analysis.stuck(), analysis.stuckCount())
                            .list("at_risk_next", analysis.atRiskNext(), analysis.atRiskNextCount())
                            .list(
                                    "expansion_ready",
                                    analysis.expansionReady(),
                                    analysis.expansionReadyCount());
            List<StageProposal> proposals = analysis.proposals();
            Integer count = analysis.proposalCount();
            if (proposals != null && count != null) {
                cuts.list("proposals", proposals, count);
            }
            return new Output(analysis, null, null, null, null, cuts.orNull(), null, null);
        }

        static Output of(ClientLifecycle client) {
            return new Output(
                    null, client.client(), client.standing(), null, null, client.cut(), null, null);
        }

        static Output of(Changed changed, @Nullable Boolean isDryRun) {
            Moved move =
                    new Moved(
                            changed.previousStage(),
                            changed.currentStage(),
                            changed.previousStageDays(),
                            changed.effects());
            return new Output(null, changed.client(), null, move, null, null, isDryRun, null);
        }

        static Output of(LifecycleRun run, @Nullable Boolean isDryRun) {
            LifecycleRun fitting = run.fitting();
            Cuts cuts = new Cuts().list("moved", fitting.moved(), run.movedCount());
            return new Output(null, null, null, null, fitting, cuts.orNull(), isDryRun, null);
        }

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, job);
        }
    }

    /** A move of one client. */
    public record Moved(
            LifecycleStage previousStage,
            LifecycleStage currentStage,
            int previousStageDays,
            List<Consequence> effects) {}

    /** The preview that a person confirms. */
    public record ChurnPreview(
            String clientId, String clientName, LocalDate churnedOn, List<Consequence> effects)
            implements Preview {
        @Override
        public String question() {
            return "Record that %s has churned? Its contracts, renewals, opportunities and campaigns end with it."
                    .formatted(clientName);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final LifecycleRules rules;
    private final StageChanges changes;
    private final JobCalls jobs;

    ManageLifecycleStages(
            Database database,
            ClientDirectory clients,
            ClientAnswers answers,
            LifecycleRules rules,
            StageChanges changes,
            JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.rules = rules;
        this.changes = changes;
        this.jobs = jobs;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        if (input.action() != Action.TRANSITION || input.newStage() == null) {
            return faults;
        }
        if (input.churns()) {
            if (input.churnReason() == null && !unread.contains("churn_reason")) {
                faults.add(
                        new Fault(
                                "churn_reason",
                                "new_stage churned needs churn_reason",
                                "why the client left, 3 to 200 characters"));
            }
            if (input.churnedOn() != null && input.churnedOn().isAfter(call.today())) {
                faults.add(
                        new Fault(
                                "churned_on",
                                "churned_on %s is after today, %s"
                                        .formatted(input.churnedOn(), call.today()),
                                "today or a day before"));
            }
            return faults;
        }
        needsChurn(faults, "churned_on", input.churnedOn());
        needsChurn(faults, "churn_reason", input.churnReason());
        needsChurn(faults, "competitor", input.competitor());
        return faults;
    }

    private static void needsChurn(List<Fault> faults, String field, @Nullable Object value) {
        if (value != null) {
            faults.add(
                    new Fault(
                            field,
                            field + " is said of a client that goes to new_stage churned",
                            "absent, or new_stage churned"));
        }
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        boolean writes =
                input.action() == Action.TRANSITION || input.action() == Action.APPLY_RULES;
        if (writes && !call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("analyze", "get"));
        }
        if (input.force() && !call.has(Scope.CS_ADMIN)) {
            return Answer.refused(
                    NeededScopes.refusal("force needs cs:admin; leave it out", Scope.CS_ADMIN)
                            .field("force"));
        }
        return switch (input.action()) {
            case ANALYZE -> Answer.of(Output.of(analysis(input, call)));
            case GET -> database.snapshot(tx -> get(tx, input, call)).map(Output::of);
            case TRANSITION -> transition(input, call);
            case APPLY_RULES ->
                    input.clientId() == null
                            ? applyToAll(input, call)
                            : applyToOne(input, input.clientId(), call);
        };
    }

    private LifecycleAnalysis analysis(Input input, Call call) {
        LifecycleSurvey.Question question =
                new LifecycleSurvey.Question(
                        call.today(),
                        input.currentStage(),
                        input.periodDays(),
                        input.includeTransitions(),
                        input.interventionPlanning(),
                        input.automationRules());
        return answers.analysis(
                "lifecycle:" + Json.write(question),
                LifecycleAnalysis.class,
                () -> database.snapshot(tx -> LifecycleSurvey.of(tx, question)));
    }

    private Answer<ClientLifecycle> get(Transaction tx, Input input, Call call) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .map(ref -> ClientLifecycle.of(tx, ref, rules, input, call.today()));
    }

    private Answer<Output> transition(Input input, Call call) {
        return database.current(tx -> clients.resolve(tx, Objects.requireNonNull(input.clientId())))
                .then(ref -> transition(ref, input, call));
    }

    private Answer<Output> transition(ClientRef ref, Input input, Call call) {
        StageChange change = change(input, call);
        if (!input.dryRun() && (!input.churns() || call.isRepeated())) {
            return call.write(Changed.class, tx -> change(tx, ref, change, call))
                    .map(changed -> Output.of(changed, null));
        }
        Answer<Changed> rehearsed = database.rehearse(tx -> change(tx, ref, change, call));
        return rehearsed.then(
                would -> {
                    boolean moves = would.previousStage() != would.currentStage();
                    if (input.dryRun() || (!moves && would.effects().isEmpty())) {
                        return Answer.of(Output.of(would, input.dryRun() ? true : null));
                    }
                    if (!moves) {
                        return call.write(Changed.class, tx -> change(tx, ref, change, call))
                                .map(changed -> Output.of(changed, null));
                    }
                    ChurnPreview preview =
                            new ChurnPreview(
                                    ref.clientId(),
                                    ref.clientName(),
                                    Objects.requireNonNull(change.leave()).churnedOn(),
                                    would.effects());
                    return call.writeConfirmed(
                                    preview,
                                    change.version() + " " + Json.write(would.effects()),
                                    Changed.class,
                                    tx -> change(tx, ref, change, call))
                            .map(changed -> Output.of(changed, null));
                });
    }

    private Answer<Changed> change(Transaction tx, ClientRef ref, StageChange change, Call call) {
        Actor actor = call.actor();
        return changes.change(tx, ref, change, actor, call.now());
    }

    private static StageChange change(Input input, Call call) {
        String reason = input.churnReason();
        LocalDate churnedOn = input.churnedOn() == null ? call.today() : input.churnedOn();
        return new StageChange(
                Objects.requireNonNull(input.newStage()),
                Objects.requireNonNull(input.transitionReason()),
                Objects.requireNonNull(input.version()),
                input.force(),
                reason == null ? null : new Leave(churnedOn, reason, input.competitor()),
                input.churnedOn() != null);
    }

    private Answer<Output> applyToOne(Input input, String reference, Call call) {
        LifecycleOrder order =
                new LifecycleOrder(call.today(), input.currentStage(), input.dryRun());
        Actor actor = call.actor();
        Answer<LifecycleRun> run =
                input.dryRun()
                        ? database.snapshot(tx -> apply(tx, reference, order, actor, call))
                        : call.write(
                                LifecycleRun.class, tx -> apply(tx, reference, order, actor, call));
        return run.map(done -> Output.of(done, input.dryRun() ? true : null));
    }

    private Answer<LifecycleRun> apply(
            Transaction tx, String reference, LifecycleOrder order, Actor actor, Call call) {
        return clients.resolve(tx, reference)
                .map(
                        ref ->
                                rules.apply(
                                        tx,
                                        ref.clientId(),
                                        ref.clientId(),
                                        order,
                                        actor,
                                        call.now()));
    }

    private Answer<Output> applyToAll(Input input, Call call) {
        LifecycleOrder order =
                new LifecycleOrder(call.today(), input.currentStage(), input.dryRun());
        return jobs.answer(
                call,
                LifecycleRules.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> ran(result, order),
                Output::of);
    }

    @Override
    public String jobTool() {
        return LifecycleRules.TOOL;
    }

    @Override
    public Output answer(Job job) {
        return ran(
                Objects.requireNonNull(job.result()),
                Json.read(job.arguments().toString(), LifecycleOrder.class));
    }

    private static Output ran(JsonNode result, LifecycleOrder order) {
        return Output.of(
                Json.read(result.toString(), LifecycleRun.class), order.isDry() ? true : null);
    }
}
