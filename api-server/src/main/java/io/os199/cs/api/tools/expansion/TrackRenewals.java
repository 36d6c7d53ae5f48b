package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.LostRenewals;
import io.os199.cs.core.LostRenewals.Loss;
import io.os199.cs.core.LostRenewals.Lost;
import io.os199.cs.core.Renewals;
import io.os199.cs.core.SignedRenewals;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.NewTerm;
import io.os199.cs.core.model.Renewal;
import io.os199.cs.core.model.RenewalChange;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.Reminder;
import io.os199.cs.expansion.renewal.RenewalContact;
import io.os199.cs.expansion.renewal.RenewalFilter;
import io.os199.cs.expansion.renewal.RenewalList;
import io.os199.cs.expansion.renewal.RenewalPosition;
import io.os199.cs.expansion.renewal.RenewalRisk;
import io.os199.cs.expansion.renewal.RenewalSummary;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The renewals that are due, how they are going, and how they ended. */
@ToolInfo(
        name = "track_renewals",
        title = "Renewals",
        description =
                "Renewals due or overdue, their progress and outcome; losing the last contract ends"
                        + " the client. Totals: forecast_renewals.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class TrackRenewals implements Tool<TrackRenewals.Input, TrackRenewals.Output> {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST_CONTACTS = 10;
    private static final int CLOSED_SHOWN_DAYS = 365;
    private static final int LONGEST_REASON = 500;

    /** The action to take. */
    public enum Action {
        LIST,
        UPDATE,
        RECORD_OUTCOME
    }

    /** The outcome of a renewal. */
    public enum Outcome {
        RENEWED,
        LOST
    }

    public record Input(
            @Default(value = "list", listed = false) Action action,
            @Nullable
                    @Actions(
                            value = {"list", "update", "record_outcome"},
                            requiredBy = {"update", "record_outcome"})
                    String clientId,
            @Nullable @Actions({"update", "record_outcome"}) @Size(min = 1, max = 60)
                    String contractId,
            @Default(value = "90", listed = false) @Actions("list") @Min(0) @Max(730)
                    int daysUntilRenewal,
            @Nullable @Actions("list") @Size(max = 60) String stage,
            @Nullable @Actions("list") RenewalRisk renewalRisk,
            @Nullable @Actions("update") RenewalStage newStage,
            @Nullable @Actions("update") @DecimalMin("0") BigDecimal proposedArrAmount,
            @Nullable @Actions("update") LocalDate nextContactOn,
            @Nullable @Actions("update") @Size(min = 1, max = 200) String owner,
            @Nullable @Actions("update") @Size(min = 3, max = LONGEST_REASON) String reason,
            @Nullable @Actions(value = "record_outcome", requiredBy = "record_outcome")
                    Outcome outcome,
            @Nullable @Actions("record_outcome") @DecimalMin("0") BigDecimal outcomeArrAmount,
            @Nullable @Actions("record_outcome") @Min(1) @Max(84) Integer termMonths,
            @Nullable @Actions("record_outcome") @Min(1) @Max(1_000_000) Integer includedUsers,
            @Nullable @Actions("record_outcome") Boolean autoRenewNew,
            @Nullable @Actions("record_outcome") @Size(max = 60) String lostReason,
            @Nullable @Actions("record_outcome") LocalDate lostOn,
            @Nullable
                    @Actions(
                            value = {"update", "record_outcome"},
                            requiredBy = {"update", "record_outcome"})
                    @Min(1)
                    Integer version,
            @Nullable @Actions("list") Tier tier,
            @Nullable @Actions("list") @Size(max = 200) String csm,
            @Nullable @Actions("list") @Size(max = 60) String segmentId,
            @Nullable @Actions("list") @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Actions("list") @Min(1) @Max(200) int limit,
            @Nullable @Actions("list") @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "false", listed = false) @Actions({"update", "record_outcome"})
                    boolean dryRun,
            @Nullable @Actions("record_outcome") @Size(max = 400) String confirmationToken,
            @Nullable @Actions({"update", "record_outcome"}) @Size(min = 1, max = 100)
                    String idempotencyKey) {}

    /**
     * A page of renewals, or the one that was written.
     *
     * @param result what an outcome did
     * @param isDryRun whether this only says what the call would do
     */
    public record Output(
            List<RenewalItem> renewals,
            @Nullable RenewalSummary summary,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable Result result,
            @Nullable Boolean isDryRun,
            LocalDate asOf,
            Instant computedAt,
            @Nullable Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * What an outcome did, or will do on its day.
     *
     * @param arrDeltaAmount the change in ARR on {@code effectiveOn}
     * @param effects what ended with the client or the contract; for a pending loss, what would end, and only in a
     *     dry run or a confirmation
     */
    public record Result(
            Outcome outcome,
            LocalDate effectiveOn,
            boolean isPending,
            BigDecimal arrDeltaAmount,
            @Nullable String newContractId,
            @Nullable Boolean endsClient,
            @Nullable List<Consequence> effects) {}

    /**
     * What the answer was computed from.
     *
     * @param closedSince the day from which renewals decided before today are shown
     */
    public record Evidence(
            LocalDate renewalDateTo,
            @Nullable LocalDate closedSince,
            double onTrackFromProbability,
            double atRiskFromProbability) {}

    /** The preview that a person confirms. */
    public record LossPreview(
            String clientId,
            String clientName,
            String contractId,
            LocalDate lostOn,
            List<Consequence> effects)
            implements Preview {
        @Override
        public String question() {
            return "Record that %s does not renew and leaves on %s? Its contracts, renewals, opportunities and campaigns end with it."
                    .formatted(clientName, lostOn);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Renewals renewals;
    private final SignedRenewals signed;
    private final LostRenewals lost;
    private final Cursors cursors;

    TrackRenewals(
            Database database,
            ClientDirectory clients,
            Renewals renewals,
            SignedRenewals signed,
            LostRenewals lost,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.renewals = renewals;
        this.signed = signed;
        this.lost = lost;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return TrackRenewalsFaults.of(input, unread);
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.action() == Action.LIST) {
            return database.snapshot(tx -> list(tx, input, call));
        }
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("list"));
        }
        if (input.outcome() == Outcome.LOST) {
            return lose(input, call);
        }
        return input.dryRun()
                ? database.rehearse(tx -> write(tx, input, call))
                : call.write(Output.class, tx -> write(tx, input, call));
    }

    private Answer<Output> list(Transaction tx, Input input, Call call) {
        String reference = input.clientId();
        return reference == null
                ? list(tx, input, null, call)
                : clients.resolve(tx, reference)
                        .then(client -> list(tx, input, client.clientId(), call));
    }

    private Answer<Output> list(Transaction tx, Input input, @Nullable String clientId, Call call) {
        String stage = input.stage();
        RenewalFilter filter =
                new RenewalFilter(
                        call.today(),
                        call.today().plusDays(input.daysUntilRenewal()),
                        call.today().minusDays(CLOSED_SHOWN_DAYS),
                        stage == null ? RenewalFilter.OPEN : List.of(stage),
                        input.renewalRisk(),
                        clientId,
                        null,
                        null,
                        input.tier(),
                        input.csm(),
                        input.segmentId(),
                        input.minArrAmount());
        String digest = Cursors.digest("renewals", filter);
        return ClientList.unknownFilter(tx, input.segmentId(), input.csm())
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(
                        () ->
                                cursors.start(digest, input.cursor(), RenewalPosition::of)
                                        .map(
                                                start ->
                                                        list(
                                                                tx,
                                                                input,
                                                                filter,
                                                                digest,
                                                                start.position(),
                                                                call)));
    }

    private Output list(
            Transaction tx,
            Input input,
            RenewalFilter filter,
            String digest,
            @Nullable RenewalPosition after,
            Call call) {
        RenewalList list = new RenewalList(tx, filter);
        RenewalSummary summary = list.summary();
        String clientId = filter.clientId();
        List<RenewalContact> contacts =
                clientId == null ? null : RenewalList.contacts(tx, clientId, MOST_CONTACTS);
        Map<String, Map<Integer, Reminder.Status>> reminders =
                clientId == null ? Map.of() : RenewalList.reminders(tx, clientId);
        List<RenewalItem> rows =
                list.after(after, input.limit() + 1).stream()
                        .map(
                                each ->
                                        RenewalItem.of(
                                                each,
                                                call.today(),
                                                contacts,
                                                clientId == null
                                                        ? null
                                                        : reminders.getOrDefault(
                                                                each.contractId(), Map.of())))
                        .toList();
        Evidence evidence =
                new Evidence(
                        filter.by(),
                        input.stage() == null || RenewalFilter.OPEN.contains(input.stage())
                                ? null
                                : filter.closedSince(),
                        RenewalRisk.ON_TRACK_FROM,
                        RenewalRisk.AT_RISK_FROM);
        Page<RenewalItem> page =
                Page.of(
                        rows,
                        input.limit(),
                        summary.renewalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(summary, evidence),
                        last ->
                                cursors.after(
                                        digest,
                                        new RenewalPosition(
                                                        last.renewalDate(),
                                                        last.clientId(),
                                                        last.contractId())
                                                .values()));
        return new Output(
                page.items(),
                summary,
                page.totalCount(),
                page.nextCursor(),
                null,
                null,
                call.today(),
                call.now(),
                evidence,
                gaps(summary));
    }

    private static List<DataGap> gaps(RenewalSummary summary) {
        return summary.withoutProbabilityCount() == 0
                ? List.of()
                : List.of(
                        new DataGap(
                                "renewals.renewal_probability",
                                "no_prediction",
                                "%d renewals are of clients without a prediction; identify_churn_risk with the client_id says what is missing, and without it refresh: true predicts"
                                        .formatted(summary.withoutProbabilityCount())));
    }

    private Answer<Output> write(Transaction tx, Input input, Call call) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .then(
                        client ->
                                input.action() == Action.UPDATE
                                        ? renewals.update(tx, client, change(input), call.doing())
                                                .map(
                                                        renewal ->
                                                                written(
                                                                        tx, renewal, null, input,
                                                                        call))
                                        : sign(tx, client, input, call));
    }

    private static RenewalChange change(Input input) {
        String owner = input.owner();
        String reason = input.reason();
        return new RenewalChange(
                input.contractId(),
                Objects.requireNonNull(input.version()),
                input.newStage(),
                input.proposedArrAmount(),
                input.nextContactOn(),
                owner == null ? null : UntrustedText.name(owner),
                reason == null ? null : UntrustedText.of(reason, LONGEST_REASON).text());
    }

    private Answer<Output> sign(Transaction tx, ClientRef client, Input input, Call call) {
        NewTerm term =
                new NewTerm(
                        Objects.requireNonNull(input.outcomeArrAmount()).setScale(2),
                        input.termMonths(),
                        input.includedUsers(),
                        input.autoRenewNew());
        return signed.sign(
                        tx,
                        client,
                        input.contractId(),
                        Objects.requireNonNull(input.version()),
                        term,
                        call.doing())
                .map(
                        done ->
                                written(
                                        tx,
                                        done.renewal(),
                                        new Result(
                                                Outcome.RENEWED,
                                                done.movedOn(),
                                                done.startDate().isAfter(call.today()),
                                                done.arrDelta(),
                                                done.renewal().newContractId(),
                                                null,
                                                null),
                                        input,
                                        call));
    }

    /** A loss, with what ends with the client if it leaves. */
    private record Rehearsed(Lost lost, List<Consequence> effects) {}

    private Answer<Output> lose(Input input, Call call) {
        return database.current(tx -> clients.resolve(tx, Objects.requireNonNull(input.clientId())))
                .then(client -> lose(client, input, call));
    }

    private Answer<Output> lose(ClientRef client, Input input, Call call) {
        Loss loss =
                new Loss(
                        input.contractId(),
                        Objects.requireNonNull(input.version()),
                        input.lostOn(),
                        Objects.requireNonNull(input.lostReason()));
        if (input.dryRun()) {
            return database.rehearse(
                    tx ->
                            rehearse(tx, client, loss, call)
                                    .map(would -> lost(tx, would, input, call)));
        }
        if (call.isRepeated()) {
            return call.write(Output.class, tx -> loseUnasked(tx, client, loss, input, call));
        }
        return database.rehearse(tx -> rehearse(tx, client, loss, call))
                .then(
                        would ->
                                would.lost().endsClient()
                                        ? confirmed(client, loss, would, input, call)
                                        : call.write(
                                                Output.class,
                                                tx -> loseUnasked(tx, client, loss, input, call)));
    }

    private Answer<Output> confirmed(
            ClientRef client, Loss loss, Rehearsed would, Input input, Call call) {
        LossPreview preview =
                new LossPreview(
                        client.clientId(),
                        client.clientName(),
                        would.lost().renewal().contractId(),
                        would.lost().lostOn(),
                        would.effects());
        return call.writeConfirmed(
                preview,
                loss.version() + " " + Json.write(would.effects()),
                Output.class,
                tx ->
                        lost.lose(tx, client, loss, call.doing())
                                .map(done -> lost(tx, done, input, call)));
    }

    private Answer<Rehearsed> rehearse(Transaction tx, ClientRef client, Loss loss, Call call) {
        return lost.lose(tx, client, loss, call.doing())
                .map(
                        done ->
                                new Rehearsed(
                                        done,
                                        done.isPending()
                                                ? lost.bookAhead(tx, done.renewal(), call.doing())
                                                : done.effects()));
    }

    /** Records a loss unless the client leaves with it, which it did not when the loss was rehearsed. */
    private Answer<Output> loseUnasked(
            Transaction tx, ClientRef client, Loss loss, Input input, Call call) {
        return lost.lose(tx, client, loss, call.doing())
                .then(
                        done ->
                                done.endsClient()
                                        ? Answer.refused(changedMeanwhile())
                                        : Answer.of(lost(tx, done, input, call)));
    }

    private static Refusal changedMeanwhile() {
        return Refusal.conflict(
                        "what the client has besides this contract changed this moment, and"
                                + " nothing was recorded")
                .hint("Call again, and look at what would end with the contract");
    }

    private static Output lost(Transaction tx, Lost done, Input input, Call call) {
        return lost(tx, new Rehearsed(done, done.effects()), input, call);
    }

    private static Output lost(Transaction tx, Rehearsed done, Input input, Call call) {
        Lost lost = done.lost();
        return written(
                tx,
                lost.renewal(),
                new Result(
                        Outcome.LOST,
                        lost.lostOn(),
                        lost.isPending(),
                        lost.renewal().currentArr().negate(),
                        null,
                        lost.endsClient(),
                        done.effects()),
                input,
                call);
    }

    private static Output written(
            Transaction tx, Renewal renewal, @Nullable Result result, Input input, Call call) {
        ListedRenewal now =
                RenewalList.one(tx, renewal.clientId(), renewal.contractId(), call.today());
        return new Output(
                List.of(RenewalItem.of(now, call.today(), null, null)),
                null,
                null,
                null,
                result,
                input.dryRun() ? true : null,
                call.today(),
                call.now(),
                null,
                List.of());
    }
}
