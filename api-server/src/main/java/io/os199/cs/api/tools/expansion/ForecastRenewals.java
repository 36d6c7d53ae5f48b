package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.PortfolioOnly;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.expansion.ForecastAnswer.Group;
import io.os199.cs.api.tools.expansion.ForecastAnswer.Item;
import io.os199.cs.api.tools.expansion.ForecastAnswer.Looked;
import io.os199.cs.api.tools.expansion.ForecastAnswer.OfRisk;
import io.os199.cs.api.tools.expansion.ForecastAnswer.OfStage;
import io.os199.cs.api.tools.expansion.ForecastAnswer.Totals;
import io.os199.cs.api.tools.retention.ModelNote;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.renewal.CommittedRate;
import io.os199.cs.expansion.renewal.RenewalBacktest;
import io.os199.cs.expansion.renewal.RenewalFilter;
import io.os199.cs.expansion.renewal.RenewalForecast;
import io.os199.cs.expansion.renewal.RenewalForecast.Grouping;
import io.os199.cs.expansion.renewal.RenewalForecast.Growth;
import io.os199.cs.expansion.renewal.RenewalPosition;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.ChurnStage;

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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How much of the ARR that is due will renew, and how good past forecasts were. */
@ToolInfo(
        name = "forecast_renewals",
        title = "Renewal forecast",
        description =
                "How much of the ARR due will renew: expected, worst, commit, best; which risks"
                    + " weigh most; how past forecasts came out. The single ones: track_renewals.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class ForecastRenewals
        implements Tool<ForecastRenewals.Input, ForecastRenewals.Output> {
    private static final Duration FRESH = Duration.ofHours(24);
    private static final int USUAL_LIMIT = 20;

    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;

    ForecastRenewals(Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Default(value = "180", listed = false) @Min(30) @Max(730) int forecastPeriodDays,
            @Default(value = "true", listed = false) boolean includeRiskAnalysis,
            @Default(value = "true", listed = false) boolean includeBacktest,
            @Default(value = "90", listed = false) @Min(7) @Max(365) int backtestLeadDays,
            @Default(value = "365", listed = false) @Min(90) @Max(1095) int backtestPeriodDays,
            @Default(value = "month", listed = false) Grouping groupBy,
            @Nullable String clientId,
            @Default(value = "false", listed = false) boolean refresh,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        RenewalFilter filter(LocalDate today, @Nullable String client) {
            return new RenewalFilter(
                    today,
                    today.plusDays(forecastPeriodDays - 1L),
                    null,
                    null,
                    null,
                    client,
                    null,
                    null,
                    tier,
                    csm,
                    segmentId,
                    minArrAmount);
        }
    }

    /** The forecast, or the progress of the job. */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @Nullable Totals totals,
            @Nullable List<Group> byGroup,
            @Nullable List<OfStage> byStage,
            @Nullable List<OfRisk> byRisk,
            @Nullable BigDecimal expansionInPeriodAmount,
            @Nullable BigDecimal expansionWeightedAmount,
            @Nullable ForecastRisks riskAnalysis,
            @Nullable Looked backtest,
            @Nullable List<Recommendation> recommendations,
            @Nullable List<Item> renewals,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable Model model,
            @Nullable Evidence evidence,
            @Nullable List<Truncation> truncated,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(JobHandle job) {
            return new Output(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, null, null, job);
        }
    }

    /** The churn model behind the probabilities. */
    public record Model(int modelVersion, ChurnStage stage, Calibration calibration) {}

    /**
     * What the answer was computed from.
     *
     * @param periodEnd exclusive
     * @param committedWeight the weight of committed and locked renewals: (renewed + 9.5) / (closed + 10) of the 24
     *     months
     * @param refreshedAt when the last daily run ended
     */
    public record Evidence(
            LocalDate periodStart,
            LocalDate periodEnd,
            BigDecimal committedWeight,
            int committedRenewedCount,
            int committedClosedCount,
            @Nullable Instant refreshedAt,
            @Nullable LocalDate backtestPeriodStart) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        if (input.clientId() != null) {
            if (input.refresh()) {
                faults.add(PortfolioOnly.fault("refresh"));
            }
            faults.addAll(PortfolioOnly.faults("tier", input.tier()));
            faults.addAll(PortfolioOnly.faults("csm", input.csm()));
            faults.addAll(PortfolioOnly.faults("segment_id", input.segmentId()));
            faults.addAll(PortfolioOnly.faults("min_arr_amount", input.minArrAmount()));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.refresh() && !call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "running the refresh needs cs:write; leave it out",
                                    Scope.CS_WRITE)
                            .field("refresh"));
        }
        String reference = input.clientId();
        if (reference != null) {
            return database.snapshot(
                    tx ->
                            clients.resolve(tx, reference)
                                    .then(client -> stored(tx, input, client.clientId(), call)));
        }
        return database.read(tx -> ClientList.unknownFilter(tx, input.segmentId(), input.csm()))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> portfolio(input, call));
    }

    private Answer<Output> portfolio(Input input, Call call) {
        boolean fresh = isFresh(database.read(RenewalRefresh::refreshedAt), call);
        if (!input.refresh() && (fresh || !call.mayWrite())) {
            return database.snapshot(tx -> stored(tx, input, null, call));
        }
        RenewalRefresh.Order order = database.read(tx -> RenewalRefresh.order(tx, call.today()));
        return jobs.<Done>answer(
                        call,
                        RenewalRefresh.TOOL,
                        Json.tree(order),
                        input.waitSeconds(),
                        result -> new Done(null),
                        Done::new)
                .then(
                        done ->
                                done.handle() == null
                                        ? database.snapshot(tx -> stored(tx, input, null, call))
                                        : Answer.of(Output.of(done.handle())));
    }

    /** A run over the portfolio; with its progress if it has not ended. */
    private record Done(@Nullable JobHandle handle) {}

    private static boolean isFresh(Optional<Instant> refreshedAt, Call call) {
        return refreshedAt.filter(at -> at.isAfter(call.now().minus(FRESH))).isPresent();
    }

    private Answer<Output> stored(
            Transaction tx, Input input, @Nullable String clientId, Call call) {
        RenewalFilter filter = input.filter(call.today(), clientId);
        String digest = Cursors.digest("renewal_forecast", filter);
        return cursors.start(digest, input.cursor(), RenewalPosition::of)
                .map(start -> stored(tx, input, filter, digest, start.position(), call));
    }

    private Output stored(
            Transaction tx,
            Input input,
            RenewalFilter filter,
            String digest,
            @Nullable RenewalPosition after,
            Call call) {
        ChurnModel model = ChurnModels.predicting(tx);
        CommittedRate rate = CommittedRate.read(tx, call.today());
        RenewalForecast forecast =
                RenewalForecast.read(
                        tx, filter, rate, input.groupBy(), input.includeRiskAnalysis());
        RenewalBacktest backtest =
                input.includeBacktest()
                        ? RenewalBacktest.read(
                                tx, filter, input.backtestLeadDays(), input.backtestPeriodDays())
                        : null;
        Growth growth = forecast.growth();
        Optional<Instant> refreshedAt = RenewalRefresh.refreshedAt(tx);
        List<Group> groups = forecast.byGroup().stream().map(Group::of).toList();
        Output whole =
                new Output(
                        call.today(),
                        call.now(),
                        Totals.of(forecast.sums(), ModelNote.caution(tx, model)),
                        groups,
                        forecast.byStage().stream().map(OfStage::of).toList(),
                        forecast.byRisk().stream().map(OfRisk::of).toList(),
                        Rounded.amount(growth.amount()),
                        Rounded.amount(growth.weightedAmount()),
                        input.includeRiskAnalysis()
                                ? ForecastRisks.of(forecast, tx, filter.today(), model)
                                : null,
                        backtest == null ? null : Looked.of(backtest),
                        ForecastRules.of(forecast, backtest),
                        List.of(),
                        (long) forecast.sums().renewalCount(),
                        null,
                        new Model(model.modelVersion(), model.stage(), model.calibration()),
                        new Evidence(
                                filter.today(),
                                filter.by().plusDays(1),
                                Rounded.rate(rate.weight()),
                                rate.renewedCount(),
                                rate.closedCount(),
                                refreshedAt.orElse(null),
                                backtest == null
                                        ? null
                                        : call.today().minusDays(input.backtestPeriodDays() - 1L)),
                        groups.size() < forecast.sums().groupCount()
                                ? List.of(
                                        new Truncation(
                                                "by_group",
                                                groups.size(),
                                                forecast.sums().groupCount()))
                                : null,
                        gaps(forecast, backtest, refreshedAt, call),
                        null);
        List<Item> rows =
                RenewalForecast.page(tx, filter, rate, after, input.limit() + 1).stream()
                        .map(Item::of)
                        .toList();
        return paged(whole, rows, input, digest);
    }

    private Output paged(Output whole, List<Item> rows, Input input, String digest) {
        Page<Item> page =
                Page.of(
                        rows,
                        input.limit(),
                        Objects.requireNonNull(whole.totalCount()),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        whole,
                        last ->
                                cursors.after(
                                        digest,
                                        new RenewalPosition(
                                                        last.renewalDate(),
                                                        last.clientId(),
                                                        last.contractId())
                                                .values()));
        return new Output(
                whole.asOf(),
                whole.computedAt(),
                whole.totals(),
                whole.byGroup(),
                whole.byStage(),
                whole.byRisk(),
                whole.expansionInPeriodAmount(),
                whole.expansionWeightedAmount(),
                whole.riskAnalysis(),
                whole.backtest(),
                whole.recommendations(),
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                whole.model(),
                whole.evidence(),
                whole.truncated(),
                whole.dataGaps(),
                null);
    }

    private static List<DataGap> gaps(
            RenewalForecast forecast,
            @Nullable RenewalBacktest backtest,
            Optional<Instant> refreshedAt,
            Call call) {
        List<DataGap> gaps = new ArrayList<>();
        if (!isFresh(refreshedAt, call)) {
            gaps.add(
                    new DataGap(
                            "totals",
                            "stale_run",
                            "The last daily run over the renewals ended %s; a caller with cs:write runs it by refresh: true"
                                    .formatted(
                                            refreshedAt.map(Instant::toString).orElse("never"))));
        }
        if (forecast.sums().withoutProbabilityCount() > 0) {
            gaps.add(
                    new DataGap(
                            "totals.expected_amount",
                            "no_probability",
                            "%d renewals need a probability and have none, so they are in no expected figure; identify_churn_risk with the client_id says what is missing"
                                    .formatted(forecast.sums().withoutProbabilityCount())));
        }
        if (backtest != null && backtest.sums().renewalCount() < backtest.sums().decidedCount()) {
            gaps.add(
                    new DataGap(
                            "backtest",
                            "no_forecast",
                            "%d of %d decided renewals have no forecast from so long before; the daily run stores them, and ./cs-mcp forecast replay those of months that are over"
                                    .formatted(
                                            backtest.sums().decidedCount()
                                                    - backtest.sums().renewalCount(),
                                            backtest.sums().decidedCount())));
        }
        if (backtest != null && backtest.sums().replayedCount() > 0) {
            gaps.add(
                    new DataGap(
                            "backtest",
                            "replayed",
                            "%d of %d forecasts were computed afterwards, by what was known on their day; those of the daily run take their place"
                                    .formatted(
                                            backtest.sums().replayedCount(),
                                            backtest.sums().renewalCount())));
        }
        return List.copyOf(gaps);
    }
}
