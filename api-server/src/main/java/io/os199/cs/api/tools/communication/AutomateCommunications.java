package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.communication.AutomationsAnswer.Item;
import io.os199.cs.api.tools.communication.AutomationsAnswer.Previewed;
import io.os199.cs.api.tools.communication.AutomationsAnswer.Stats;
import io.os199.cs.api.tools.communication.AutomationsInput.Action;
import io.os199.cs.communication.automation.Automation;
import io.os199.cs.communication.automation.AutomationPreview;
import io.os199.cs.communication.automation.AutomationReport;
import io.os199.cs.communication.automation.AutomationSettings;
import io.os199.cs.communication.automation.AutomationTest;
import io.os199.cs.communication.automation.CommunicationAutomations;
import io.os199.cs.communication.automation.CommunicationAutomations.RunItem;
import io.os199.cs.communication.automation.CommunicationAutomations.RunPosition;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationStatus;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Rules that write to clients, create tasks or notify others when something happens to a client. */
@ToolInfo(
        name = CommunicationAutomations.TOOL,
        title = "Automate communications",
        description =
                "Rules that act when something happens to a client. One:"
                        + " send_personalized_email.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false,
        openWorld = true,
        takesMailTexts = true)
public final class AutomateCommunications implements Tool<AutomationsInput, AutomationsAnswer> {
    private static final int USUAL_LIMIT = 50;
    private static final int USUAL_COOLDOWN_DAYS = 30;

    private final Database database;
    private final ClientDirectory clients;
    private final CommunicationAutomations automations;
    private final Cursors cursors;

    AutomateCommunications(
            Database database,
            ClientDirectory clients,
            CommunicationAutomations automations,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.automations = automations;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(AutomationsInput input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        String name = input.workflowName();
        if (name != null && UntrustedText.name(name).isEmpty()) {
            faults.add(new Fault("workflow_name", "workflow_name is blank; send words", "words"));
        }
        if (input.action() == Action.CREATE
                && input.triggerType() != null
                && !unread.contains("trigger_type")) {
            faults.addAll(AskedTrigger.faults(input, null, unread));
        }
        if (input.actions() != null) {
            faults.addAll(
                    AskedActions.faults(input.actions(), automations.mail(), automations.terms()));
        }
        if (input.action() == Action.UPDATE && !input.changesSettings() && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "workflow_name", "update", "at least one setting to change"));
        }
        return faults;
    }

    @Override
    public Answer<AutomationsAnswer> call(AutomationsInput input, Call call) {
        return switch (input.action()) {
            case GET ->
                    database.snapshot(
                            tx ->
                                    automations
                                            .get(tx, input.automation())
                                            .map(each -> shown(tx, each, call)));
            case LIST -> list(input, call);
            case LIST_RUNS -> runs(input, call);
            case TEST -> database.snapshot(tx -> test(tx, input, call));
            case CREATE, UPDATE, ACTIVATE, PAUSE -> write(input, call);
        };
    }

    private Answer<AutomationsAnswer> write(AutomationsInput input, Call call) {
        // It includes cs:send.
        if (!call.has(Scope.CS_ADMIN)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:admin only the actions get, list, list_runs and"
                                            + " test are allowed",
                                    Scope.CS_ADMIN)
                            .field("action")
                            .expected("get, list, list_runs or test"));
        }
        if (!input.dryRun() && call.isRepeated()) {
            return call.write(AutomationsAnswer.class, tx -> done(tx, input, null, call));
        }
        return database.<Answer<Would>>rehearse(
                        tx -> changed(tx, input, call).map(each -> would(tx, each, input, call)))
                .then(would -> decide(input, would, call));
    }

    /**
     * The effect of a write.
     *
     * @param preview present where the automation is active afterwards, and in a dry run
     */
    private record Would(Automation automation, @Nullable AutomationPreview preview) {}

    private Would would(Transaction tx, Automation automation, AutomationsInput input, Call call) {
        boolean acts =
                automation.status() == AutomationStatus.ACTIVE && input.action() != Action.PAUSE;
        return new Would(
                automation,
                acts || input.dryRun()
                        ? automations.preview(tx, automation.settings(), call.now())
                        : null);
    }

    /** The preview that a person confirms before an automation reaches customers by itself. */
    public record SwitchedOn(
            String workflowName,
            TriggerType triggerType,
            List<AutomationActionType> actions,
            Previewed wouldHaveDone,
            int maxRunsPerDay)
            implements Preview {
        @Override
        public String question() {
            Integer fired = wouldHaveDone.firedLast30DaysCount();
            return "Let the automation %s reach customers by itself, up to %d times a day? It watches %d clients%s."
                    .formatted(
                            workflowName,
                            maxRunsPerDay,
                            wouldHaveDone.matchingClientCount(),
                            fired == null
                                    ? ""
                                    : " and would have run %d times in 30 days".formatted(fired));
        }
    }

    private Answer<AutomationsAnswer> decide(AutomationsInput input, Would would, Call call) {
        Automation automation = would.automation();
        boolean reaches = automation.settings().reachesCustomers();
        AutomationPreview preview = would.preview();
        if (input.dryRun()) {
            return Answer.of(
                    answer(
                            Item.of(automation, null),
                            preview == null ? null : Previewed.of(preview, call.seesPersonalData()),
                            true,
                            call));
        }
        Previewed shown = preview == null ? null : Previewed.of(preview, call.seesPersonalData());
        if (shown == null || !reaches) {
            return call.write(AutomationsAnswer.class, tx -> done(tx, input, shown, call));
        }
        return call.writeConfirmed(
                new SwitchedOn(
                        automation.settings().name(),
                        automation.settings().trigger().type(),
                        automation.settings().actions().stream().map(each -> each.type()).toList(),
                        shown,
                        automation.maxRunsPerDay()),
                seen(automation, input),
                AutomationsAnswer.class,
                tx -> done(tx, input, shown, call));
    }

    /** What the yes is bound to besides the arguments: the settings of the automation after the write. */
    private static String seen(Automation automation, AutomationsInput input) {
        return Cursors.digest("automation", automation.settings()) + " " + input.version();
    }

    private Answer<AutomationsAnswer> done(
            Transaction tx, AutomationsInput input, @Nullable Previewed preview, Call call) {
        return changed(tx, input, call)
                .map(each -> answer(Item.of(each, null), preview, false, call));
    }

    private Answer<Automation> changed(Transaction tx, AutomationsInput input, Call call) {
        Actor actor = call.actor();
        Instant now = call.now();
        if (input.action() == Action.CREATE) {
            return settings(tx, input, null)
                    .then(
                            settings ->
                                    automations.create(tx, settings, input.isActive(), actor, now));
        }
        String id = input.automation();
        int version = Objects.requireNonNull(input.version());
        return switch (input.action()) {
            case UPDATE ->
                    automations
                            .get(tx, id)
                            .then(stored -> settings(tx, input, stored.settings()))
                            .then(
                                    settings ->
                                            automations.update(
                                                    tx, id, version, settings, actor, now));
            case ACTIVATE -> automations.activate(tx, id, version, actor, now);
            default -> automations.pause(tx, id, version, actor, now);
        };
    }

    /** The settings sent, otherwise those stored, otherwise the defaults. */
    private static Answer<AutomationSettings> settings(
            Transaction tx, AutomationsInput input, @Nullable AutomationSettings stored) {
        if (stored != null && input.changesTrigger()) {
            List<Fault> faults = AskedTrigger.faults(input, stored.trigger(), Set.of());
            if (!faults.isEmpty()) {
                return Answer.refused(Refusal.invalid(faults));
            }
        }
        return EmailTargets.segment(tx, input.targetSegment())
                .map(segment -> settings(input, stored, segment));
    }

    private static AutomationSettings settings(
            AutomationsInput input, @Nullable AutomationSettings stored, String segmentId) {
        AutomationSettings.Target was =
                stored == null ? new AutomationSettings.Target(null, null, null) : stored.target();
        String name = input.workflowName();
        Integer cooldown = input.cooldownDays();
        Integer delay = input.delayMinutes();
        return new AutomationSettings(
                name == null && stored != null
                        ? stored.name()
                        : UntrustedText.name(Objects.requireNonNull(name)),
                stored != null && !input.changesTrigger()
                        ? stored.trigger()
                        : AskedTrigger.trigger(input, stored == null ? null : stored.trigger()),
                new AutomationSettings.Target(
                        input.targetTier() == null ? was.tier() : input.targetTier(),
                        segmentId.isEmpty() ? was.segmentId() : segmentId,
                        input.targetLifecycleStage() == null
                                ? was.lifecycleStage()
                                : input.targetLifecycleStage()),
                input.actions() == null && stored != null
                        ? stored.actions()
                        : AskedActions.actions(Objects.requireNonNull(input.actions())),
                delay != null ? delay : stored == null ? 0 : stored.delayMinutes(),
                cooldown != null
                        ? cooldown
                        : stored != null ? stored.cooldownDays() : usualCooldown(input));
    }

    private static int usualCooldown(AutomationsInput input) {
        return input.triggerType() == TriggerType.TIME_BASED ? 0 : USUAL_COOLDOWN_DAYS;
    }

    private AutomationsAnswer shown(Transaction tx, Automation automation, Call call) {
        return answer(item(tx, List.of(automation), call).getFirst(), null, false, call);
    }

    private List<Item> item(Transaction tx, List<Automation> all, Call call) {
        Map<String, AutomationReport> reports =
                automations.reports(
                        tx, all.stream().map(Automation::automationId).toList(), call.now());
        boolean isTold = automations.mail().sending().provider().tellsEvents();
        return all.stream()
                .map(
                        each ->
                                Item.of(
                                        each,
                                        Stats.of(
                                                Objects.requireNonNull(
                                                        reports.get(each.automationId())),
                                                isTold)))
                .toList();
    }

    private AutomationsAnswer answer(
            Item automation, @Nullable Previewed preview, boolean isDryRun, Call call) {
        List<DataGap> gaps = new ArrayList<>();
        if (automation.actions().stream()
                .anyMatch(each -> each.type() == AutomationActionType.SEND_EMAIL)) {
            gaps.addAll(new Outbox(automations.mail()).skipped("actions"));
        }
        if (preview != null && preview.firedLast30DaysCount() == null) {
            gaps.add(tooLong());
        }
        return new AutomationsAnswer(
                call.now(),
                automation,
                preview,
                null,
                null,
                null,
                null,
                null,
                gaps,
                isDryRun ? true : null);
    }

    private static DataGap tooLong() {
        return new DataGap(
                "preview.fired_last_30_days_count",
                "too_long",
                "Thirty days of all clients could not be looked through in time: name a segment or"
                        + " a tier, or test one client");
    }

    private Answer<AutomationsAnswer> test(Transaction tx, AutomationsInput input, Call call) {
        return automations
                .get(tx, input.automation())
                .then(
                        automation ->
                                clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                                        .map(client -> test(tx, automation, client, call)));
    }

    private AutomationsAnswer test(
            Transaction tx, Automation automation, ClientRef client, Call call) {
        AutomationTest told = automations.test(tx, automation, client.clientId(), call.now());
        AutomationPreview preview = automations.preview(tx, automation.settings(), call.now());
        Letter letter =
                automations.letter(tx, automation.settings(), client.clientId(), call.now());
        Previewed shown =
                Previewed.of(
                        new AutomationPreview(
                                preview.matchingClientCount(), preview.past(), letter),
                        call.seesPersonalData());
        return new AutomationsAnswer(
                call.now(),
                Item.of(automation, null),
                shown,
                told,
                null,
                null,
                null,
                null,
                shown.firedLast30DaysCount() == null ? List.of(tooLong()) : List.of(),
                null);
    }

    private record Listed(String list, @Nullable String automationId, @Nullable String clientId) {}

    private Answer<AutomationsAnswer> list(AutomationsInput input, Call call) {
        String digest = Cursors.digest("automations", new Listed("automations", null, null));
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(list(input, digest, null, call))
                : cursors.open(digest, cursor)
                        .map(values -> list(input, digest, values.getFirst(), call));
    }

    private AutomationsAnswer list(
            AutomationsInput input, String digest, @Nullable String afterId, Call call) {
        return database.snapshot(
                tx -> {
                    Page<Item> page =
                            Page.of(
                                    item(
                                            tx,
                                            automations.page(tx, afterId, input.limit() + 1),
                                            call),
                                    input.limit(),
                                    automations.count(tx),
                                    AnswerBudget.of(input.limit(), USUAL_LIMIT),
                                    List.of(),
                                    last -> cursors.after(digest, List.of(last.automationId())));
                    return new AutomationsAnswer(
                            call.now(),
                            null,
                            null,
                            null,
                            page.items(),
                            null,
                            page.totalCount(),
                            page.nextCursor(),
                            List.of(),
                            null);
                });
    }

    private Answer<AutomationsAnswer> runs(AutomationsInput input, Call call) {
        return database.snapshot(
                tx ->
                        automations
                                .get(tx, input.automation())
                                .then(automation -> clientId(tx, input))
                                .then(clientId -> runs(tx, input, clientId, call)));
    }

    /** The id of the client; blank where none is asked for. */
    private Answer<String> clientId(Transaction tx, AutomationsInput input) {
        String reference = input.clientId();
        return reference == null
                ? Answer.of("")
                : clients.resolve(tx, reference).map(ClientRef::clientId);
    }

    private Answer<AutomationsAnswer> runs(
            Transaction tx, AutomationsInput input, String clientId, Call call) {
        String digest =
                Cursors.digest("automation_runs", new Listed("runs", input.automation(), clientId));
        String of = clientId.isEmpty() ? null : clientId;
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(runs(tx, input, of, digest, null, call))
                : cursors.open(digest, cursor)
                        .map(
                                values ->
                                        runs(
                                                tx,
                                                input,
                                                of,
                                                digest,
                                                new RunPosition(
                                                        Instant.parse(
                                                                Objects.requireNonNull(
                                                                        values.get(0))),
                                                        Objects.requireNonNull(values.get(1))),
                                                call));
    }

    private AutomationsAnswer runs(
            Transaction tx,
            AutomationsInput input,
            @Nullable String clientId,
            String digest,
            @Nullable RunPosition after,
            Call call) {
        Page<RunItem> page =
                Page.of(
                        automations.runs(
                                tx,
                                input.automation(),
                                clientId,
                                after,
                                input.limit() + 1,
                                call.now()),
                        input.limit(),
                        automations.countRuns(tx, input.automation(), clientId, call.now()),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(),
                        last ->
                                cursors.after(
                                        digest,
                                        List.of(last.triggeredAt().toString(), last.runId())));
        return new AutomationsAnswer(
                call.now(),
                null,
                null,
                null,
                null,
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                List.of(),
                null);
    }
}
