package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.PortfolioOnly;
import io.os199.cs.api.tool.ReadsJobs;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.CalibrationBin;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.ChurnReport;
import io.os199.cs.retention.churn.ChurnStage;
import io.os199.cs.retention.churn.ChurnTrainingWork;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.ClientRisks;
import io.os199.cs.retention.risk.PortfolioRisk;
import io.os199.cs.retention.risk.PortfolioRisk.AtRisk;
import io.os199.cs.retention.risk.RiskFilter;
import io.os199.cs.retention.risk.RiskGroup;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.retention.risk.StandingSign;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients that may leave: how likely, why, what it would cost, and what to do. */
@ToolInfo(
        name = "identify_churn_risk",
        title = "Churn risk",
        description =
                "Who may leave within 90 days, how likely, why, what to do. By factor:"
                        + " score_risk_factors; health: calculate_health_score.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class IdentifyChurnRisk
        implements Tool<IdentifyChurnRisk.Input, IdentifyChurnRisk.Output>, ReadsJobs {
    private static final Duration FRESH = Duration.ofHours(24);
    private static final int USUAL_LIMIT = 20;

    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;

    IdentifyChurnRisk(Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable String clientId,
            @Default(value = "60", listed = false) @Min(0) @Max(100) int healthScoreThreshold,
            @Default(value = "0.10", listed = false) @DecimalMin("0") @DecimalMax("1")
                    BigDecimal minProbability,
            @Default(value = "90", listed = false) @Min(30) @Max(365) int daysLookback,
            @Default(value = "true", listed = false) boolean includePredictions,
            @Nullable Severity riskLevel,
            @Nullable @Min(0) @Max(730) Integer renewalWithinDays,
            PortfolioRisk.@Nullable Sort sort,
            @Default(value = "false", listed = false) boolean includeModelReport,
            @Nullable LocalDate asOf,
            @Default(value = "false", listed = false) boolean refresh,
            @Default(value = "false", listed = false) boolean retrain,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        LocalDate day(Call call) {
            return asOf == null ? call.today() : asOf;
        }

        PortfolioRisk.Sort order() {
            return sort == null ? PortfolioRisk.Sort.EXPECTED_LOSS : sort;
        }

        /** The arguments sent that are meaningless without predictions. */
        List<String> predictionArguments() {
            List<String> sent = new ArrayList<>();
            if (riskLevel != null) {
                sent.add("risk_level");
            }
            if (sort == PortfolioRisk.Sort.EXPECTED_LOSS
                    || sort == PortfolioRisk.Sort.PROBABILITY) {
                sent.add("sort");
            }
            return sent;
        }

        /** The arguments sent that only apply to the portfolio. */
        List<String> portfolioArguments() {
            Map<String, Boolean> sent = new LinkedHashMap<>();
            sent.put("risk_level", riskLevel != null);
            sent.put("renewal_within_days", renewalWithinDays != null);
            sent.put("refresh", refresh);
            sent.put("retrain", retrain);
            sent.put("tier", tier != null);
            sent.put("csm", csm != null);
            sent.put("segment_id", segmentId != null);
            sent.put("min_arr_amount", minArrAmount != null);
            sent.put("cursor", cursor != null);
            return sent.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        RiskFilter filter(LocalDate today) {
            return new RiskFilter(
                    tier,
                    csm,
                    segmentId,
                    minArrAmount,
                    renewalWithinDays == null ? null : today.plusDays(renewalWithinDays),
                    riskLevel,
                    healthScoreThreshold,
                    minProbability.doubleValue(),
                    includePredictions);
        }
    }

    /** The clients, or the progress of the job. */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @Nullable List<RiskItem> clients,
            @Nullable Summary summary,
            @Nullable ModelNote model,
            @Nullable Training training,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable Evidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, null, null, job);
        }
    }

    /** The summary of the clients that pass the filters. */
    public record Summary(
            int totalAnalyzedCount,
            int notScoredCount,
            int atRiskCount,
            @Nullable BigDecimal atRiskRate,
            BigDecimal arrAnalyzedAmount,
            BigDecimal arrAtRiskAmount,
            @Nullable BigDecimal expectedArrLossAmount,
            List<RiskGroup> byRiskLevel,
            List<RiskGroup> byTier,
            @Nullable String calibrationNote) {}

    /** The result of a training. */
    public record Training(
            int modelVersion,
            ChurnStage stage,
            int labelledChurnCount,
            int trainChurnCount,
            int testChurnCount,
            int trainChurnsNeeded,
            int testChurnsNeeded,
            List<ChurnReport.Gate> gates) {}

    /**
     * What the answer was computed from.
     *
     * @param logOdds including the intercept, for the one client whose prediction is asked for
     * @param predictedAt when the portfolio run that produced these figures ended; absent for one client, which is
     *     computed now
     */
    public record Evidence(
            int modelVersion,
            ChurnStage stage,
            Calibration calibration,
            @Nullable Double intercept,
            @Nullable Double logOdds,
            @Nullable Instant predictedAt,
            LocalDate lookbackStartOn,
            int healthScoreThreshold,
            BigDecimal minProbability) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate asOf = input.asOf();
        if (asOf != null && !unread.contains("as_of")) {
            if (asOf.isAfter(call.today())) {
                faults.add(
                        new Fault(
                                "as_of",
                                "as_of " + asOf + " is later than today",
                                call.today() + " or before"));
            } else if (asOf.isBefore(call.today()) && input.clientId() == null) {
                faults.add(
                        new Fault(
                                "as_of",
                                "as_of " + asOf + " in the past is for one client",
                                "a client_id, or the call without as_of"));
            }
        }
        if (input.clientId() != null) {
            input.portfolioArguments().forEach(field -> faults.add(PortfolioOnly.fault(field)));
        }
        if (!input.includePredictions()) {
            input.predictionArguments().forEach(field -> faults.add(needsPredictions(field)));
        }
        return faults;
    }

    private static Fault needsPredictions(String field) {
        return new Fault(
                field,
                field + " is by what the model says, which include_predictions: false leaves out",
                field.equals("sort")
                        ? "health or renewal_date, or the call without include_predictions"
                        : "the call without " + field + ", or without include_predictions");
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        if (reference != null) {
            return database.snapshot(tx -> client(tx, input, reference, call));
        }
        return forbidden(input, call)
                .or(
                        () ->
                                database.read(
                                        tx ->
                                                ClientList.unknownFilter(
                                                        tx, input.segmentId(), input.csm())))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> portfolio(input, call));
    }

    private static Optional<Refusal> forbidden(Input input, Call call) {
        if (input.retrain() && !call.has(Scope.CS_ADMIN)) {
            return Optional.of(
                    NeededScopes.refusal("training needs cs:admin", Scope.CS_ADMIN)
                            .field("retrain"));
        }
        if (input.refresh() && !call.has(Scope.CS_WRITE)) {
            return Optional.of(
                    NeededScopes.refusal("predicting anew needs cs:write", Scope.CS_WRITE)
                            .field("refresh"));
        }
        return Optional.empty();
    }

    private Answer<Output> client(Transaction tx, Input input, String reference, Call call) {
        return clients.resolveUsed(tx, reference)
                .then(
                        client ->
                                client.isChurned() && !input.day(call).isBefore(call.today())
                                        ? Answer.refused(RiskItem.churned())
                                        : client(tx, input, client.ref(), call));
    }

    private Answer<Output> client(Transaction tx, Input input, ClientRef ref, Call call) {
        ChurnModel model = ChurnModels.active(tx);
        LocalDate asOf = input.day(call);
        ClientRisk risk =
                risks(model, asOf, input, call).of(tx, List.of(ref.clientId())).getFirst();
        return RiskItem.absent(risk, call.today())
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> Answer.of(client(tx, input, model, risk, call)));
    }

    private static ClientRisks risks(ChurnModel model, LocalDate asOf, Input input, Call call) {
        return new ClientRisks(
                model, asOf, call.today(), input.daysLookback(), input.includePredictions());
    }

    private Output client(
            Transaction tx, Input input, ChurnModel model, ClientRisk risk, Call call) {
        LocalDate asOf = risk.asOf();
        Double probability = input.includePredictions() ? risk.score().probability() : null;
        return new Output(
                asOf,
                call.now(),
                List.of(
                        RiskItem.of(
                                risk,
                                because(input, risk, probability),
                                input.includePredictions(),
                                probability == null ? null : similar(tx, model, probability))),
                null,
                input.includeModelReport() ? ModelNote.read(tx, call.today()) : null,
                null,
                1L,
                null,
                new Evidence(
                        model.modelVersion(),
                        model.stage(),
                        model.calibration(),
                        input.includePredictions() ? risk.score().intercept() : null,
                        input.includePredictions() ? risk.score().logOdds() : null,
                        null,
                        asOf.minusDays(input.daysLookback()),
                        input.healthScoreThreshold(),
                        input.minProbability()),
                gaps(input, risk, call.today()),
                null);
    }

    private static List<String> because(
            Input input, ClientRisk risk, @Nullable Double probability) {
        List<String> because = new ArrayList<>();
        BigDecimal health = risk.healthScore();
        if (health != null
                && health.compareTo(BigDecimal.valueOf(input.healthScoreThreshold())) < 0) {
            because.add("health_below_threshold");
        }
        if (probability != null && probability >= input.minProbability().doubleValue()) {
            because.add("probability");
        }
        risk.standing().stream()
                .filter(IdentifyChurnRisk::isGrave)
                .map(sign -> "indicator:" + sign.indicatorKey())
                .sorted()
                .forEach(because::add);
        return because;
    }

    private static boolean isGrave(StandingSign sign) {
        boolean counts =
                sign.indicatorKey().startsWith("risk.")
                        || sign.indicatorKey().equals("health.payment");
        return counts && (sign.severity() == Severity.CRITICAL || sign.severity() == Severity.HIGH);
    }

    /** The bin of the calibration test that contains the probability. */
    private static @Nullable CalibrationBin similar(
            Transaction tx, ChurnModel model, double probability) {
        ChurnReport report = ChurnModels.activeVersion(tx).report();
        if (model.calibration() != Calibration.FULL || report == null) {
            return null;
        }
        CalibrationBin found = null;
        for (CalibrationBin bin : report.calibrationTable()) {
            if (found == null || probability >= bin.lower()) {
                found = bin;
            }
        }
        return found;
    }

    private static List<DataGap> gaps(Input input, ClientRisk risk, LocalDate today) {
        Optional<DataGap> coverage =
                input.includePredictions() ? RiskItem.coverageGap(risk.score()) : Optional.empty();
        return Stream.concat(coverage.stream(), RiskItem.pastGap(risk, today, "clients").stream())
                .toList();
    }

    private Answer<Output> portfolio(Input input, Call call) {
        if (input.retrain()) {
            return jobs.answer(
                    call,
                    ChurnTrainingWork.TOOL,
                    Json.tree(new ChurnTrainingWork.Order(call.today())),
                    input.waitSeconds(),
                    IdentifyChurnRisk::trained,
                    Output::of);
        }
        boolean isFresh = isFresh(database.read(PortfolioRisk::refreshedAt), call);
        if (!input.refresh() && (isFresh || !call.mayWrite())) {
            return stored(input, call);
        }
        RiskRefresh.Order order =
                database.read(
                        tx ->
                                new RiskRefresh.Order(
                                        call.today(), ChurnModels.active(tx).modelVersion()));
        return jobs.<Done>answer(
                        call,
                        RiskRefresh.TOOL,
                        Json.tree(order),
                        input.waitSeconds(),
                        result -> new Done(null),
                        Done::new)
                .then(
                        done ->
                                done.handle() == null
                                        ? stored(input, call)
                                        : Answer.of(Output.of(done.handle())));
    }

    /** A run over the portfolio; while it has not ended, its handle. */
    private record Done(@Nullable JobHandle handle) {}

    private static boolean isFresh(Optional<Instant> refreshedAt, Call call) {
        return refreshedAt.filter(at -> at.isAfter(call.now().minus(FRESH))).isPresent();
    }

    /** Reports the age of stale figures, which only a caller with cs:write can have recomputed. */
    private static List<DataGap> age(Optional<Instant> refreshedAt, Call call) {
        return isFresh(refreshedAt, call)
                ? List.of()
                : List.of(
                        new DataGap(
                                "clients",
                                refreshedAt
                                        .map(at -> Duration.between(at, call.now()).toHours())
                                        .map("stale_run: the last run is %d hours old"::formatted)
                                        .orElse("stale_run: no run yet"),
                                "Call again with a key that has cs:write, which predicts anew"));
    }

    @Override
    public String jobTool() {
        return ChurnTrainingWork.TOOL;
    }

    @Override
    public Output answer(Job job) {
        return trained(Objects.requireNonNull(job.result()));
    }

    private static Output trained(JsonNode result) {
        ChurnTrainingWork.Trained trained =
                Json.read(result.toString(), ChurnTrainingWork.Trained.class);
        ChurnReport report = trained.report();
        return new Output(
                trained.trainedOn(),
                null,
                null,
                null,
                null,
                new Training(
                        trained.modelVersion(),
                        trained.stage(),
                        report.labelledChurnCount(),
                        report.trainRows().churnedCount(),
                        report.testRows().churnedCount(),
                        ChurnReport.TRAIN_CHURNS,
                        ChurnReport.TEST_CHURNS,
                        report.gates()),
                null,
                null,
                null,
                null,
                null);
    }

    private Answer<Output> stored(Input input, Call call) {
        Asked asked = new Asked(input.filter(call.today()), input.order());
        String digest = Cursors.digest("churn_risk", asked);
        return cursors.start(digest, input.cursor(), IdentifyChurnRisk::position)
                .map(
                        start ->
                                database.snapshot(
                                        tx -> stored(tx, input, asked, call, digest, start)));
    }

    /** Identifies the list that a page belongs to. */
    private record Asked(RiskFilter filter, PortfolioRisk.Sort sort) {}

    private static PortfolioRisk.Position position(List<@Nullable String> last) {
        return new PortfolioRisk.Position(last.getFirst(), Objects.requireNonNull(last.getLast()));
    }

    private Output stored(
            Transaction tx,
            Input input,
            Asked asked,
            Call call,
            String digest,
            Start<PortfolioRisk.Position> start) {
        ChurnModel model = ChurnModels.predicting(tx);
        RiskFilter filter = asked.filter();
        PortfolioRisk.Summary read = PortfolioRisk.summary(tx, filter, call.today());
        List<AtRisk> rows =
                PortfolioRisk.page(
                        tx,
                        filter,
                        call.today(),
                        asked.sort(),
                        start.position(),
                        input.limit() + 1);
        Map<String, ClientRisk> now =
                risks(model, call.today(), input, call)
                        .of(tx, rows.stream().limit(input.limit()).map(AtRisk::clientId).toList())
                        .stream()
                        .collect(Collectors.toMap(ClientRisk::clientId, risk -> risk));
        Optional<Instant> refreshedAt = PortfolioRisk.refreshedAt(tx);
        Summary summary = summary(tx, read, model, input.includePredictions());
        Evidence evidence =
                new Evidence(
                        model.modelVersion(),
                        model.stage(),
                        model.calibration(),
                        null,
                        null,
                        refreshedAt.orElse(null),
                        call.today().minusDays(input.daysLookback()),
                        input.healthScoreThreshold(),
                        input.minProbability());
        ModelNote note = input.includeModelReport() ? ModelNote.read(tx, call.today()) : null;
        List<Placed> items =
                rows.stream()
                        .map(
                                row ->
                                        new Placed(
                                                RiskItem.of(
                                                        row, now.get(row.clientId()), call.today()),
                                                row.position()))
                        .toList();
        Page<Placed> page =
                Page.of(
                        items,
                        input.limit(),
                        summary.atRiskCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        note == null
                                ? List.of(summary, evidence)
                                : List.of(summary, evidence, note),
                        last ->
                                cursors.after(
                                        digest,
                                        Arrays.asList(
                                                last.position().value(),
                                                last.position().clientId())));
        return new Output(
                call.today(),
                call.now(),
                page.items().stream().map(Placed::item).toList(),
                summary,
                note,
                null,
                page.totalCount(),
                page.nextCursor(),
                evidence,
                age(refreshedAt, call),
                null);
    }

    /** An item with the position at which the next page would begin. */
    private record Placed(RiskItem item, PortfolioRisk.Position position) {}

    private static Summary summary(
            Transaction tx, PortfolioRisk.Summary read, ChurnModel model, boolean predictions) {
        return new Summary(
                read.totalAnalyzedCount(),
                read.notScoredCount(),
                read.atRiskCount(),
                read.totalAnalyzedCount() == 0
                        ? null
                        : Rounded.rate((double) read.atRiskCount() / read.totalAnalyzedCount()),
                Rounded.amount(read.arrAnalyzedAmount()),
                Rounded.amount(read.arrAtRiskAmount()),
                predictions ? Rounded.amount(read.expectedArrLossAmount()) : null,
                read.byRiskLevel(),
                read.byTier(),
                predictions ? ModelNote.caution(tx, model) : null);
    }
}
