package io.os199.cs.api.tools.retention;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
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
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.campaign.CampaignFilter;
import io.os199.cs.retention.campaign.CampaignKind;
import io.os199.cs.retention.campaign.CampaignOrder;
import io.os199.cs.retention.campaign.CampaignReport;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.Campaigns;
import io.os199.cs.retention.campaign.Campaigns.Cancelled;
import io.os199.cs.retention.campaign.Campaigns.Started;
import io.os199.cs.retention.campaign.Channel;
import io.os199.cs.retention.campaign.Effectiveness;
import io.os199.cs.retention.campaign.InterventionLevel;
import io.os199.cs.retention.campaign.ListedCampaign;
import io.os199.cs.retention.campaign.Playbook;
import io.os199.cs.retention.campaign.RetentionCampaignStatus;
import io.os199.cs.retention.campaign.StepChange;
import io.os199.cs.retention.campaign.StepStatus;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A playbook for one client, with dated steps that have owners, from start to result. */
@ToolInfo(
        name = Campaigns.TOOL,
        title = "Retention campaigns",
        description =
                "A playbook for one client, from start to outcome. By rules:"
                        + " automate_retention_campaigns.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ExecuteRetentionCampaign
        implements Tool<ExecuteRetentionCampaign.Input, ExecuteRetentionCampaign.Output> {
    private static final int LONGEST_AHEAD_DAYS = 90;
    private static final int USUAL_LIMIT = 50;
    private static final int FEWEST_MATURED = 5;

    /** The action to perform. */
    public enum Action {
        START,
        GET,
        LIST,
        UPDATE_STEP,
        CLOSE,
        CANCEL
    }

    /** The statuses that a person may give a step. */
    public enum NewStatus {
        DONE,
        SKIPPED,
        PENDING
    }

    /** A step that is not in the playbook. */
    public record ExtraStep(
            @Size(min = 1, max = 200) String title,
            @Default(value = "task", listed = false) Channel channel,
            @Default(value = "0", listed = false) @Min(0) @Max(120) int dueInBusinessDays) {}

    public record Input(
            @Default("start") Action action,
            @Nullable
                    @Actions(
                            value = {"start", "list"},
                            requiredBy = "start")
                    String clientId,
            @Nullable
                    @Actions(
                            value = {"get", "update_step", "close", "cancel"},
                            requiredBy = {"get", "update_step", "close", "cancel"})
                    @Size(max = 60)
                    String campaignId,
            @Default(value = "proactive_outreach", listed = false) @Actions("start")
                    CampaignType campaignType,
            @Default(value = "standard", listed = false) @Actions("start")
                    InterventionLevel interventionLevel,
            @Nullable @Actions("start") LocalDate startDate,
            @Nullable @Actions("start") @Size(min = 1, max = 200) String owner,
            @Nullable @Actions("start") @Size(min = 1, max = 500) String goal,
            @Nullable @Actions("start") @Min(1) @Max(100) Integer targetHealthScore,
            @Nullable @Actions("start") @Size(max = 5) List<ExtraStep> extraSteps,
            @Default(value = "false", listed = false) @Actions("start") boolean sendEmails,
            @Nullable @Actions(value = "update_step", requiredBy = "update_step") @Min(1)
                    Integer stepNo,
            @Nullable @Actions("update_step") NewStatus stepStatus,
            @Nullable @Actions("update_step") LocalDate stepDueDate,
            @Nullable @Actions({"update_step", "close"}) @Size(min = 1, max = 2000)
                    String resultText,
            @Nullable
                    @Actions(
                            value = {"update_step", "close", "cancel"},
                            requiredBy = {"update_step", "close", "cancel"})
                    @Min(1)
                    Integer version,
            @Default(value = "active", listed = false) @Actions("list")
                    RetentionCampaignStatus status,
            @Default(value = "false", listed = false) @Actions("list") boolean overdueOnly,
            @Default(value = "50", listed = false) @Actions("list") @Min(1) @Max(200) int limit,
            @Nullable @Actions("list") @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "false", listed = false)
                    @Actions({"start", "update_step", "close", "cancel"})
                    boolean dryRun,
            @Nullable @Actions({"start", "cancel"}) @Size(max = 400) String confirmationToken,
            @Nullable
                    @Actions({"start", "update_step", "close", "cancel"})
                    @Size(min = 1, max = 100)
                    String idempotencyKey) {}

    /**
     * A campaign, or a list of campaigns.
     *
     * @param mails that would be queued for their day, with {@code dry_run}
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            LocalDate asOf,
            Instant computedAt,
            @Nullable CampaignItem campaign,
            @Nullable List<CampaignItem> items,
            @Nullable List<Effect365d> effectiveness,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable List<CampaignMails.Shown> mails,
            Evidence evidence,
            List<DataGap> dataGaps,
            @Nullable Boolean isDryRun) {}

    /** The results of the campaigns of a type that ended within 365 days. */
    public record Effect365d(
            String campaignType,
            int closedCount,
            int maturedCount,
            @Nullable Integer retainedCount,
            @Nullable BigDecimal retainedRate,
            @Nullable BigDecimal medianHealthChangePoints) {
        static Effect365d of(Effectiveness read) {
            boolean isKnown = read.maturedCount() >= FEWEST_MATURED;
            Double median = read.medianHealthChangePoints();
            return new Effect365d(
                    read.campaignType(),
                    read.closedCount(),
                    read.maturedCount(),
                    read.retainedCount(),
                    isKnown
                            ? Rounded.rate((double) read.retainedCount() / read.maturedCount())
                            : null,
                    Rounded.figureOf(median));
        }
    }

    /**
     * The basis of the answer.
     *
     * @param modelVersion of the churn model used for the current measurement
     * @param effectivenessStartOn the earliest end date of the campaigns compared
     */
    public record Evidence(
            @Nullable String playbook,
            @Nullable Integer playbookVersion,
            @Nullable Integer stepCount,
            @Nullable Integer modelVersion,
            @Nullable LocalDate effectivenessStartOn) {}

    /** The preview that a person confirms before mails are queued. */
    public record StartPreview(
            String clientId,
            String clientName,
            CampaignType campaignType,
            int stepCount,
            LocalDate endsOn,
            int mailCount,
            List<CampaignMails.Shown> mails,
            List<DataGap> dataGaps)
            implements Preview {
        @Override
        public String question() {
            return "Start %s for %s and send %d mail%s to its primary contact?"
                    .formatted(
                            WireName.of(campaignType),
                            clientName,
                            mailCount,
                            mailCount == 1 ? "" : "s");
        }
    }

    /** The preview that a person confirms before a campaign is cancelled. */
    public record CancelPreview(
            String campaignId,
            String clientId,
            String clientName,
            String campaignType,
            int cancelledStepCount,
            int cancelledMailCount)
            implements Preview {
        @Override
        public String question() {
            return "Cancel the campaign %s for %s with %d open steps?"
                    .formatted(campaignType, clientName, cancelledStepCount);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Campaigns campaigns;
    private final Cursors cursors;

    ExecuteRetentionCampaign(
            Database database, ClientDirectory clients, Campaigns campaigns, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.campaigns = campaigns;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate start = input.startDate();
        LocalDate last = call.today().plusDays(LONGEST_AHEAD_DAYS);
        if (start != null && (start.isBefore(call.today()) || start.isAfter(last))) {
            faults.add(
                    new Fault(
                            "start_date",
                            "start_date %s has to lie between today, %s, and %s"
                                    .formatted(start, call.today(), last),
                            "a day of the next 90"));
        }
        visible(faults, "owner", input.owner());
        visible(faults, "goal", input.goal());
        visible(faults, "result_text", input.resultText());
        List<ExtraStep> extra = input.extraSteps();
        for (int i = 0; extra != null && i < extra.size(); i++) {
            visible(faults, "extra_steps[%d].title".formatted(i), extra.get(i).title());
        }
        if (input.action() == Action.UPDATE_STEP
                && input.stepStatus() == null
                && input.stepDueDate() == null
                && input.resultText() == null
                && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "step_status",
                            "update_step",
                            "step_status, step_due_date or result_text"));
        }
        return faults;
    }

    private static void visible(List<Fault> faults, String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, text.length()).text().isEmpty()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return switch (input.action()) {
            case GET ->
                    database.snapshot(
                            tx ->
                                    campaigns
                                            .get(tx, id(input), call.now())
                                            .map(report -> output(report, null, call)));
            case LIST -> list(input, call);
            case START, UPDATE_STEP, CLOSE, CANCEL -> write(input, call);
        };
    }

    private Answer<Output> write(Input input, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("get", "list"));
        }
        if (input.sendEmails() && !call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "mail to customers needs cs:send; leave send_emails out",
                                    Scope.CS_SEND)
                            .field("send_emails"));
        }
        return switch (input.action()) {
            case START -> start(input, call);
            case UPDATE_STEP -> plainly(input, call, tx -> change(tx, input, call));
            case CLOSE -> plainly(input, call, tx -> close(tx, input, call));
            case CANCEL -> cancel(input, call);
            case GET, LIST -> throw new IllegalStateException("reads");
        };
    }

    private interface Change {
        Answer<CampaignReport> in(Transaction tx);
    }

    private Answer<Output> plainly(Input input, Call call, Change change) {
        return input.dryRun()
                ? database.<Answer<CampaignReport>>rehearse(change::in)
                        .map(report -> output(report, List.of(), call))
                : call.write(
                        Output.class,
                        tx -> change.in(tx).map(report -> output(report, null, call)));
    }

    private Answer<CampaignReport> change(Transaction tx, Input input, Call call) {
        NewStatus status = input.stepStatus();
        return campaigns.change(
                tx,
                new StepChange(
                        id(input),
                        Objects.requireNonNull(input.stepNo()),
                        Objects.requireNonNull(input.version()),
                        status == null
                                ? null
                                : switch (status) {
                                    case DONE -> StepStatus.DONE;
                                    case SKIPPED -> StepStatus.SKIPPED;
                                    case PENDING -> StepStatus.PENDING;
                                },
                        input.stepDueDate(),
                        cleaned(input.resultText())),
                call.doing());
    }

    private Answer<CampaignReport> close(Transaction tx, Input input, Call call) {
        return campaigns.close(
                tx,
                id(input),
                Objects.requireNonNull(input.version()),
                cleaned(input.resultText()),
                call.doing());
    }

    private Answer<Output> start(Input input, Call call) {
        return database.current(tx -> clients.resolve(tx, Objects.requireNonNull(input.clientId())))
                .then(client -> start(input, order(input, client, call), call));
    }

    private Answer<Output> start(Input input, CampaignOrder order, Call call) {
        if (!input.dryRun() && (!input.sendEmails() || call.isRepeated())) {
            return call.write(Output.class, tx -> started(tx, order, call));
        }
        return database.<Answer<Started>>rehearse(tx -> campaigns.start(tx, order, call.doing()))
                .then(would -> start(input, order, would, call));
    }

    private Answer<Output> start(Input input, CampaignOrder order, Started would, Call call) {
        List<CampaignMails.Shown> mails =
                CampaignMails.shown(would.mails(), call.seesPersonalData());
        if (input.dryRun()) {
            return Answer.of(output(would.report(), mails, call));
        }
        StartPreview preview =
                new StartPreview(
                        order.client().clientId(),
                        order.client().clientName(),
                        order.type(),
                        would.report().steps().size(),
                        would.report().campaign().endsOn(),
                        mails.size(),
                        mails,
                        campaigns.undelivered("campaign.steps.email_status"));
        String seen = fingerprint(would);
        return call.writeConfirmed(
                preview,
                seen,
                Output.class,
                tx ->
                        campaigns
                                .start(tx, order, call.doing())
                                .then(
                                        started ->
                                                fingerprint(started).equals(seen)
                                                        ? Answer.of(
                                                                output(
                                                                        started.report(),
                                                                        null,
                                                                        call))
                                                        : Answer.refused(changedMeanwhile())));
    }

    private static Refusal changedMeanwhile() {
        return Refusal.conflict("who would be written to, or what, changed this moment")
                .hint("Call again without confirmation_token, and look at the mails again");
    }

    /** The fingerprint of the texts, addresses and send times in the preview. */
    private static String fingerprint(Started would) {
        return Cursors.digest("mails", new Mails(would.mails().stream().map(Mailed::of).toList()));
    }

    private record Mails(List<Mailed> mails) {}

    private record Mailed(String to, String subject, String bodyText, Instant sendAt) {
        static Mailed of(Campaigns.StepMail mail) {
            return new Mailed(
                    mail.letter().recipient().address(),
                    mail.letter().texts().subject(),
                    mail.letter().texts().bodyText(),
                    mail.sendAt());
        }
    }

    private Answer<Output> started(Transaction tx, CampaignOrder order, Call call) {
        return campaigns
                .start(tx, order, call.doing())
                .map(started -> output(started.report(), null, call));
    }

    private static CampaignOrder order(Input input, ClientRef client, Call call) {
        List<ExtraStep> extra = input.extraSteps();
        return new CampaignOrder(
                client,
                input.campaignType(),
                input.interventionLevel(),
                input.startDate() == null ? call.today() : input.startDate(),
                input.owner() == null ? null : UntrustedText.name(input.owner()),
                cleaned(input.goal()),
                input.targetHealthScore(),
                extra == null
                        ? List.of()
                        : extra.stream()
                                .map(
                                        each ->
                                                new Playbook.ExtraStep(
                                                        UntrustedText.name(each.title()),
                                                        each.channel(),
                                                        each.dueInBusinessDays()))
                                .toList(),
                input.sendEmails(),
                null);
    }

    private Answer<Output> cancel(Input input, Call call) {
        if (!input.dryRun() && call.isRepeated()) {
            return call.write(Output.class, tx -> cancel(tx, input, call));
        }
        return database.<Answer<Cancelled>>rehearse(tx -> cancelled(tx, input, call))
                .then(would -> cancel(input, would, call));
    }

    private Answer<Output> cancel(Input input, Cancelled would, Call call) {
        if (input.dryRun()) {
            return Answer.of(output(would.report(), List.of(), call));
        }
        CancelPreview preview =
                new CancelPreview(
                        would.report().campaign().campaignId(),
                        would.report().campaign().clientId(),
                        would.report().campaign().clientName(),
                        would.report().campaign().campaignType(),
                        would.stepCount(),
                        would.mailCount());
        return call.writeConfirmed(
                preview,
                Cursors.digest("cancel", preview),
                Output.class,
                tx -> cancel(tx, input, call));
    }

    private Answer<Output> cancel(Transaction tx, Input input, Call call) {
        return cancelled(tx, input, call).map(done -> output(done.report(), null, call));
    }

    private Answer<Cancelled> cancelled(Transaction tx, Input input, Call call) {
        return campaigns.cancel(
                tx, id(input), Objects.requireNonNull(input.version()), call.doing());
    }

    private Answer<Output> list(Input input, Call call) {
        return database.snapshot(
                tx -> {
                    String reference = input.clientId();
                    return reference == null
                            ? list(tx, input, null, call)
                            : clients.resolve(tx, reference)
                                    .then(client -> list(tx, input, client.clientId(), call));
                });
    }

    private Answer<Output> list(Transaction tx, Input input, @Nullable String clientId, Call call) {
        CampaignFilter filter = new CampaignFilter(clientId, input.status(), input.overdueOnly());
        String digest = Cursors.digest("campaigns", filter);
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(list(tx, input, filter, digest, null, null, call))
                : cursors.open(digest, cursor)
                        .map(
                                last ->
                                        list(
                                                tx,
                                                input,
                                                filter,
                                                digest,
                                                last.getFirst(),
                                                last.getLast(),
                                                call));
    }

    private Output list(
            Transaction tx,
            Input input,
            CampaignFilter filter,
            String digest,
            @Nullable String position,
            @Nullable String afterId,
            Call call) {
        List<ListedCampaign> rows =
                campaigns.page(tx, filter, position, afterId, call.today(), input.limit() + 1);
        List<Placed> placed =
                rows.stream()
                        .map(
                                row ->
                                        new Placed(
                                                CampaignItem.of(row, call.today()),
                                                List.of(
                                                        row.position(),
                                                        row.campaign().campaignId())))
                        .toList();
        List<Effect365d> effectiveness =
                campaigns.effectiveness(tx, call.today()).stream().map(Effect365d::of).toList();
        Page<Placed> page =
                Page.of(
                        placed,
                        input.limit(),
                        campaigns.count(tx, filter, call.today()),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        effectiveness,
                        last -> cursors.after(digest, last.position()));
        return new Output(
                call.today(),
                call.now(),
                null,
                page.items().stream().map(Placed::item).toList(),
                effectiveness,
                page.totalCount(),
                page.nextCursor(),
                null,
                new Evidence(
                        null,
                        null,
                        null,
                        null,
                        call.today().minusDays(Campaigns.COMPARED_DAYS - 1)),
                List.of(),
                null);
    }

    /** An item with the position at which the next page would begin. */
    private record Placed(CampaignItem item, List<String> position) {}

    private Output output(
            CampaignReport report, @Nullable List<CampaignMails.Shown> mails, Call call) {
        CampaignItem item = CampaignItem.of(report, call.today());
        boolean waits = report.steps().stream().anyMatch(step -> step.emailStatus() != null);
        return new Output(
                call.today(),
                call.now(),
                item,
                null,
                null,
                null,
                null,
                mails,
                new Evidence(
                        item.campaignType(),
                        item.playbookVersion(),
                        report.steps().size(),
                        item.now() == null ? null : item.now().modelVersion(),
                        null),
                gaps(item, waits),
                mails == null ? null : true);
    }

    /** A client that has left has neither figure, so no gap is reported for it. */
    private List<DataGap> gaps(CampaignItem item, boolean waits) {
        List<DataGap> gaps = new ArrayList<>();
        CampaignItem.Figures baseline =
                item.kind() == CampaignKind.WINBACK ? null : item.baseline();
        if (baseline != null && baseline.healthScore() == null) {
            gaps.add(
                    new DataGap(
                            "campaign.baseline.health_score",
                            "no_health_score",
                            "Run calculate_health_score before the next campaign"));
        }
        if (baseline != null && baseline.churnProbability() == null) {
            gaps.add(
                    new DataGap(
                            "campaign.baseline.churn_probability",
                            "insufficient_coverage",
                            "identify_churn_risk with the client_id says what is not known"));
        }
        if (waits) {
            gaps.addAll(campaigns.undelivered("campaign.steps.email_status"));
        }
        return gaps;
    }

    private static String id(Input input) {
        return Objects.requireNonNull(input.campaignId());
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : UntrustedText.of(text, text.length()).text();
    }
}
