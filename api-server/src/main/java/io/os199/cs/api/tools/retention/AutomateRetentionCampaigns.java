package io.os199.cs.api.tools.retention;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.retention.automation.Decision;
import io.os199.cs.retention.automation.Performance;
import io.os199.cs.retention.automation.RetentionAutomation;
import io.os199.cs.retention.automation.RetentionAutomationPreview;
import io.os199.cs.retention.automation.RetentionAutomationSettings;
import io.os199.cs.retention.automation.RetentionAutomationStatus;
import io.os199.cs.retention.automation.RetentionAutomations;
import io.os199.cs.retention.automation.RetentionTrigger;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.InterventionLevel;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Rules that start campaigns when a sign appears, and the clients that one would affect now. */
@ToolInfo(
        name = RetentionAutomations.TOOL,
        title = "Retention automations",
        description =
                "Rules that start campaigns; preview: whom one hits. One client:"
                        + " execute_retention_campaign.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class AutomateRetentionCampaigns
        implements Tool<AutomateRetentionCampaigns.Input, AutomateRetentionCampaigns.Output> {
    private static final int USUAL_LIMIT = 50;
    private static final int MATURE_DAYS = 90;

    /** The action to perform. */
    public enum Action {
        CREATE,
        PREVIEW,
        LIST,
        GET,
        UPDATE,
        ACTIVATE,
        PAUSE,
        ARCHIVE
    }

    public record Input(
            @Default("create") Action action,
            @Nullable
                    @Actions(
                            value = {"preview", "get", "update", "activate", "pause", "archive"},
                            requiredBy = {"get", "update", "activate", "pause", "archive"})
                    @Size(max = 60)
                    String automationId,
            @Nullable
                    @Actions(
                            value = {"update", "activate", "pause", "archive"},
                            requiredBy = {"update", "activate", "pause", "archive"})
                    @Min(1)
                    Integer version,
            @Nullable @Actions({"create", "preview", "update"}) @Size(min = 1, max = 200)
                    String name,
            @Nullable @Actions({"create", "preview", "update"}) RetentionTrigger triggerType,
            @Nullable
                    @Actions({"create", "preview", "update"})
                    @DecimalMin("0")
                    @Digits(integer = 3, fraction = 4)
                    BigDecimal threshold,
            @Nullable @Actions({"create", "preview", "update"}) @Min(1) Integer renewalWithinDays,
            @Nullable @Actions({"create", "preview", "update"}) @Size(max = 60)
                    String campaignTemplate,
            @Nullable @Actions({"create", "preview", "update"}) InterventionLevel interventionLevel,
            @Nullable @Actions({"create", "preview", "update"}) Boolean startCampaign,
            @Nullable @Actions({"create", "preview", "update"}) Boolean alertCsm,
            @Nullable @Actions({"create", "preview", "update"}) @Min(0) Integer escalateAfterDays,
            @Nullable @Actions({"create", "preview", "update"}) Boolean sendEmails,
            @Nullable @Actions({"create", "preview", "update"}) @Min(1) Integer cooldownDays,
            @Nullable @Actions({"create", "preview", "update"}) @Min(1) Integer maxRunsPerDay,
            @Nullable
                    @Actions({"create", "preview", "update"})
                    @DecimalMin("0")
                    @Digits(integer = 1, fraction = 4)
                    BigDecimal holdoutRate,
            @Default("true") @Actions("create") boolean active,
            @Nullable @Actions({"create", "preview", "update"}) Tier tier,
            @Nullable @Actions({"create", "preview", "update"}) @Size(max = 200) String csm,
            @Nullable @Actions({"create", "preview", "update"}) @Size(max = 60) String segmentId,
            @Nullable @Actions({"create", "preview", "update"}) @DecimalMin("0")
                    BigDecimal minArrAmount,
            @Default(value = "50", listed = false) @Actions({"preview", "list"}) @Min(1) @Max(200)
                    int limit,
            @Nullable @Actions({"preview", "list"}) @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "false", listed = false)
                    @Actions({"create", "update", "activate", "pause", "archive"})
                    boolean dryRun,
            @Nullable @Actions({"create", "update", "activate", "archive"}) @Size(max = 400)
                    String confirmationToken,
            @Nullable
                    @Actions({"create", "update", "activate", "pause", "archive"})
                    @Size(min = 1, max = 100)
                    String idempotencyKey) {

        boolean changesSettings() {
            return name != null
                    || triggerType != null
                    || threshold != null
                    || renewalWithinDays != null
                    || campaignTemplate != null
                    || interventionLevel != null
                    || startCampaign != null
                    || alertCsm != null
                    || escalateAfterDays != null
                    || sendEmails != null
                    || cooldownDays != null
                    || maxRunsPerDay != null
                    || holdoutRate != null
                    || tier != null
                    || csm != null
                    || segmentId != null
                    || minArrAmount != null;
        }
    }

    /**
     * A rule, a list of rules, or the clients that one would affect.
     *
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            LocalDate asOf,
            Instant computedAt,
            @Nullable AutomationItem automation,
            @Nullable List<AutomationItem> items,
            @Nullable AutomationHits preview,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            Evidence evidence,
            List<DataGap> dataGaps,
            @Nullable Boolean isDryRun) {}

    /** The basis of the answer. */
    public record Evidence(
            @Nullable RetentionTrigger triggerType,
            @Nullable BigDecimal threshold,
            @Nullable Integer renewalWithinDays,
            @Nullable Integer watchedClientCount,
            @Nullable LocalDate maturedUntil) {}

    /** The preview that a person confirms before a rule that writes to customers becomes active. */
    public record SwitchedOn(
            String name,
            RetentionTrigger triggerType,
            CampaignType campaignTemplate,
            int wouldRunCount,
            int maxRunsPerDay,
            AutomationHits.@Nullable Email firstEmail)
            implements Preview {
        @Override
        public String question() {
            return "Let the automation %s start %s and write to customers by itself, for up to %d clients a day? It would run for %d now."
                    .formatted(name, WireName.of(campaignTemplate), maxRunsPerDay, wouldRunCount);
        }
    }

    /** The preview that a person confirms before a rule is archived for good. */
    public record PutAway(String automationId, String name, RetentionAutomationStatus status)
            implements Preview {
        @Override
        public String question() {
            return "Archive the automation %s for good?".formatted(name);
        }
    }

    private final Database database;
    private final RetentionAutomations automations;
    private final Cursors cursors;

    AutomateRetentionCampaigns(
            Database database, RetentionAutomations automations, Cursors cursors) {
        this.database = database;
        this.automations = automations;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return AskedAutomation.faults(input, unread);
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return switch (input.action()) {
            case PREVIEW -> database.snapshot(tx -> preview(tx, input, call));
            case LIST -> database.snapshot(tx -> list(tx, input, call));
            case GET ->
                    database.snapshot(
                            tx ->
                                    automations
                                            .get(tx, id(input), call.now())
                                            .map(rule -> shown(tx, rule, call)));
            case CREATE, UPDATE, ACTIVATE, PAUSE, ARCHIVE -> write(input, call);
        };
    }

    private Answer<Output> write(Input input, Call call) {
        if (!call.has(Scope.CS_ADMIN)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:admin only the actions preview, list and get are"
                                            + " allowed",
                                    Scope.CS_ADMIN)
                            .field("action")
                            .expected("preview, list or get"));
        }
        if (!input.dryRun() && call.isRepeated()) {
            return call.write(Output.class, tx -> done(tx, input, call));
        }
        return database.<Answer<Would>>rehearse(tx -> would(tx, input, call))
                .then(would -> decide(input, would, call));
    }

    /**
     * The effect of a write.
     *
     * @param hits the clients that the rule would affect, where it is active and writes to customers afterwards
     */
    private record Would(
            RetentionAutomation automation,
            boolean asks,
            @Nullable RetentionAutomationPreview hits,
            Output output) {}

    private Answer<Would> would(Transaction tx, Input input, Call call) {
        return changed(tx, input, call)
                .map(
                        rule -> {
                            boolean reaches =
                                    rule.status() == RetentionAutomationStatus.ACTIVE
                                            && rule.settings().actions().sendEmails()
                                            && input.action() != Action.PAUSE;
                            return new Would(
                                    rule,
                                    reaches || input.action() == Action.ARCHIVE,
                                    reaches
                                            ? automations.preview(
                                                    tx,
                                                    input.action() == Action.CREATE
                                                            ? null
                                                            : rule.automationId(),
                                                    rule.settings(),
                                                    call.now())
                                            : null,
                                    output(rule, true, call));
                        });
    }

    private Answer<Output> decide(Input input, Would would, Call call) {
        if (input.dryRun()) {
            RetentionAutomationPreview hits = would.hits();
            return Answer.of(
                    hits == null ? would.output() : withHits(would.output(), would, hits, call));
        }
        if (!would.asks()) {
            return call.write(Output.class, tx -> done(tx, input, call));
        }
        RetentionAutomation rule = would.automation();
        RetentionAutomationPreview hits = would.hits();
        if (hits == null) {
            PutAway preview =
                    new PutAway(rule.automationId(), rule.settings().name(), rule.status());
            return call.writeConfirmed(
                    preview, "" + input.version(), Output.class, tx -> done(tx, input, call));
        }
        SwitchedOn preview =
                new SwitchedOn(
                        rule.settings().name(),
                        rule.settings().trigger().type(),
                        rule.settings().actions().campaignTemplate(),
                        hits.count(Decision.RUN),
                        rule.settings().maxRunsPerDay(),
                        AutomationHits.of(hits, List.of(), call.seesPersonalData()).firstEmail());
        return call.writeConfirmed(
                preview,
                Cursors.digest("hits", Audience.of(hits)) + " " + input.version(),
                Output.class,
                tx -> done(tx, input, call));
    }

    /** The clients, and the first mail, that a person saw in the preview. */
    private record Audience(List<String> clientIds, @Nullable String text) {
        static Audience of(RetentionAutomationPreview hits) {
            return new Audience(
                    hits.decided().stream()
                            .filter(each -> each.decision() == Decision.RUN)
                            .map(each -> each.candidate().clientId())
                            .sorted()
                            .toList(),
                    hits.firstEmail() == null
                            ? null
                            : hits.firstEmail().recipient().address()
                                    + hits.firstEmail().texts().bodyText());
        }
    }

    private static Output withHits(
            Output output, Would would, RetentionAutomationPreview hits, Call call) {
        List<AutomationHits.Item> items =
                AutomationHits.items(hits, would.automation().settings()).stream()
                        .limit(USUAL_LIMIT)
                        .toList();
        return new Output(
                output.asOf(),
                output.computedAt(),
                output.automation(),
                null,
                AutomationHits.of(hits, items, call.seesPersonalData()),
                (long) hits.decided().size(),
                null,
                output.evidence(),
                output.dataGaps(),
                true);
    }

    private Answer<Output> done(Transaction tx, Input input, Call call) {
        return changed(tx, input, call).map(rule -> output(rule, false, call));
    }

    private Answer<RetentionAutomation> changed(Transaction tx, Input input, Call call) {
        Actor actor = call.actor();
        if (input.action() == Action.CREATE) {
            return known(tx, input, AskedAutomation.settings(input, null))
                    .then(
                            settings ->
                                    automations.create(
                                            tx, settings, input.active(), actor, call.now()));
        }
        String id = id(input);
        int version = Objects.requireNonNull(input.version());
        return switch (input.action()) {
            case UPDATE ->
                    automations
                            .get(tx, id, call.now())
                            .then(
                                    rule -> {
                                        RetentionAutomationSettings settings =
                                                AskedAutomation.settings(input, rule.settings());
                                        List<Fault> faults = AskedAutomation.faults(settings);
                                        return faults.isEmpty()
                                                ? known(tx, input, settings)
                                                        .then(
                                                                known ->
                                                                        automations.update(
                                                                                tx,
                                                                                id,
                                                                                version,
                                                                                known,
                                                                                actor,
                                                                                call.now()))
                                                : Answer.refused(Refusal.invalid(faults));
                                    });
            case ACTIVATE ->
                    automations.move(
                            tx, id, version, RetentionAutomationStatus.ACTIVE, actor, call.now());
            case PAUSE ->
                    automations.move(
                            tx, id, version, RetentionAutomationStatus.PAUSED, actor, call.now());
            case ARCHIVE ->
                    automations.move(
                            tx, id, version, RetentionAutomationStatus.ARCHIVED, actor, call.now());
            case CREATE, PREVIEW, LIST, GET -> throw new IllegalStateException("no change");
        };
    }

    /** The settings, unless they name a segment that does not exist, or the call a manager who does not. */
    private static Answer<RetentionAutomationSettings> known(
            Transaction tx, Input input, RetentionAutomationSettings settings) {
        return ClientList.unknownFilter(tx, settings.target().segmentId(), input.csm())
                .<Answer<RetentionAutomationSettings>>map(Answer::refused)
                .orElseGet(() -> Answer.of(settings));
    }

    private Answer<Output> preview(Transaction tx, Input input, Call call) {
        String automationId = input.automationId();
        return automationId == null
                ? known(tx, input, AskedAutomation.settings(input, null))
                        .then(settings -> preview(tx, input, null, settings, call))
                : automations
                        .get(tx, automationId, call.now())
                        .then(rule -> preview(tx, input, automationId, rule.settings(), call));
    }

    private Answer<Output> preview(
            Transaction tx,
            Input input,
            @Nullable String automationId,
            RetentionAutomationSettings settings,
            Call call) {
        Refusal unready = automations.unready(tx, settings);
        if (unready != null) {
            return Answer.refused(unready);
        }
        RetentionAutomationPreview read =
                automations.preview(tx, automationId, settings, call.now());
        String digest = Cursors.digest("automation_preview", input);
        String cursor = input.cursor();
        if (cursor == null) {
            return Answer.of(page(read, settings, automationId, digest, null, null, input, call));
        }
        return cursors.open(digest, cursor)
                .map(
                        last ->
                                page(
                                        read,
                                        settings,
                                        automationId,
                                        digest,
                                        new BigDecimal(Objects.requireNonNull(last.getFirst())),
                                        last.getLast(),
                                        input,
                                        call));
    }

    private Output page(
            RetentionAutomationPreview read,
            RetentionAutomationSettings settings,
            @Nullable String automationId,
            String digest,
            @Nullable BigDecimal afterArr,
            @Nullable String afterId,
            Input input,
            Call call) {
        List<AutomationHits.Item> rows =
                AutomationHits.items(read, settings).stream()
                        .filter(
                                each ->
                                        afterArr == null
                                                || afterId == null
                                                || isAfter(each, afterArr, afterId))
                        .limit(input.limit() + 1L)
                        .toList();
        AutomationHits head = AutomationHits.of(read, List.of(), call.seesPersonalData());
        Page<AutomationHits.Item> page =
                Page.of(
                        rows,
                        input.limit(),
                        head.matchingCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        head,
                        last ->
                                cursors.after(
                                        digest,
                                        List.of(
                                                last.arrAmount().toPlainString(),
                                                last.clientId())));
        List<DataGap> gaps = new ArrayList<>();
        if (settings.actions().sendEmails()) {
            gaps.addAll(automations.undelivered("preview.first_email"));
        }
        if (automationId == null && settings.holdoutRate() > 0) {
            gaps.add(
                    new DataGap(
                            "preview.holdout_count",
                            "not_stored",
                            "Who is held out goes by the automation's id: create it with active:"
                                    + " false, then preview it"));
        }
        return new Output(
                call.today(),
                call.now(),
                null,
                null,
                AutomationHits.of(read, page.items(), call.seesPersonalData()),
                page.totalCount(),
                page.nextCursor(),
                evidence(settings, null, null),
                gaps,
                null);
    }

    private static boolean isAfter(AutomationHits.Item item, BigDecimal arr, String id) {
        int by = item.arrAmount().compareTo(arr);
        return by < 0 || (by == 0 && item.clientId().compareTo(id) > 0);
    }

    private Answer<Output> list(Transaction tx, Input input, Call call) {
        String cursor = input.cursor();
        String digest = Cursors.digest("retention_automations", new Everything());
        return cursor == null
                ? Answer.of(list(tx, input, digest, null, call))
                : cursors.open(digest, cursor)
                        .map(last -> list(tx, input, digest, last.getLast(), call));
    }

    /** Identifies the only list there is. */
    private record Everything() {}

    private Output list(
            Transaction tx, Input input, String digest, @Nullable String afterId, Call call) {
        List<RetentionAutomation> rules =
                automations.page(tx, afterId, input.limit() + 1, call.now());
        Map<String, Performance> performance =
                automations.performance(
                        tx,
                        rules.stream().map(RetentionAutomation::automationId).toList(),
                        call.now());
        List<AutomationItem> rows =
                rules.stream()
                        .map(rule -> AutomationItem.of(rule, performance.get(rule.automationId())))
                        .toList();
        Page<AutomationItem> page =
                Page.of(
                        rows,
                        input.limit(),
                        automations.count(tx),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(),
                        last -> cursors.after(digest, List.of(last.automationId())));
        return new Output(
                call.today(),
                call.now(),
                null,
                page.items(),
                null,
                page.totalCount(),
                page.nextCursor(),
                new Evidence(null, null, null, null, call.today().minusDays(MATURE_DAYS)),
                List.of(),
                null);
    }

    private Output shown(Transaction tx, RetentionAutomation rule, Call call) {
        String id = rule.automationId();
        AutomationItem item =
                AutomationItem.of(
                        rule, automations.performance(tx, List.of(id), call.now()).get(id));
        List<DataGap> gaps = new ArrayList<>(gaps(rule));
        AutomationItem.Results results = Objects.requireNonNull(item.performance());
        if (results.churnRateDifference() == null) {
            gaps.add(
                    new DataGap(
                            "automation.performance.churn_rate_difference",
                            rule.settings().holdoutRate() == 0 && results.holdout() == null
                                    ? "no_holdout"
                                    : "too_few_matured_clients",
                            "A holdout_rate above 0, and 20 clients treated and held out for 90"
                                    + " days"));
        }
        return new Output(
                call.today(),
                call.now(),
                item,
                null,
                null,
                null,
                null,
                evidence(
                        rule.settings(),
                        rule.watchedClientCount(),
                        call.today().minusDays(MATURE_DAYS)),
                gaps,
                null);
    }

    private Output output(RetentionAutomation rule, boolean isDryRun, Call call) {
        return new Output(
                call.today(),
                call.now(),
                AutomationItem.of(rule, null),
                null,
                null,
                null,
                null,
                evidence(rule.settings(), rule.watchedClientCount(), null),
                gaps(rule),
                isDryRun ? true : null);
    }

    private List<DataGap> gaps(RetentionAutomation rule) {
        return rule.settings().actions().sendEmails()
                ? automations.undelivered("automation.send_emails")
                : List.of();
    }

    private static Evidence evidence(
            RetentionAutomationSettings settings,
            @Nullable Integer watched,
            @Nullable LocalDate maturedUntil) {
        return new Evidence(
                settings.trigger().type(),
                settings.trigger().threshold(),
                settings.trigger().renewalWithinDays(),
                watched,
                maturedUntil);
    }

    private static String id(Input input) {
        return Objects.requireNonNull(input.automationId());
    }
}
