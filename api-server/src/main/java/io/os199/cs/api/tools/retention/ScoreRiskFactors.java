package io.os199.cs.api.tools.retention;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.churn.ChurnStage;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.ClientRisks;
import io.os199.cs.retention.risk.ProbabilityRank;
import io.os199.cs.retention.risk.RiskFactor;
import io.os199.cs.retention.risk.RiskFactors;
import io.os199.cs.retention.risk.RiskScore;
import io.os199.cs.retention.risk.RiskScore.FactorScore;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One client's risk as a score of six factors, with the signals behind each and the model's view alongside. */
@ToolInfo(
        name = "score_risk_factors",
        title = "Risk factors",
        description =
                "One client's risk as 0-100 from six factors with their signals and trend, beside"
                        + " the churn model's view. The list: identify_churn_risk.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class ScoreRiskFactors
        implements Tool<ScoreRiskFactors.Input, ScoreRiskFactors.Output> {
    private static final double CLEAR_CHANGE_POINTS = 5;
    private static final double PROTECTS = -0.10;

    private final Database database;
    private final ClientDirectory clients;

    ScoreRiskFactors(Database database, ClientDirectory clients) {
        this.database = database;
        this.clients = clients;
    }

    public record Input(
            String clientId,
            @Default(value = "30", listed = false) @Min(7) @Max(180) int compareDays,
            @Nullable LocalDate asOf,
            @Default(value = "true", listed = false) boolean includeContributions) {

        LocalDate day(Call call) {
            return asOf == null ? call.today() : asOf;
        }
    }

    /**
     * The risk of a client on a day.
     *
     * @param scoreChangePoints compared with the score {@code compare_days} earlier; absent where there was none
     * @param weightCoveredRate Σ of the weights of the factors that have data
     * @param raisedByRule the rule that raised the score above what its factors add up to
     * @param probabilityPercentile the share of the peers whose stored probability is lower
     */
    public record Output(
            String clientId,
            String clientName,
            LocalDate asOf,
            Instant computedAt,
            @Nullable BigDecimal overallRiskScore,
            @Nullable Severity riskLevel,
            @Nullable BigDecimal scoreChangePoints,
            BigDecimal weightCoveredRate,
            @Nullable String raisedByRule,
            List<FactorItem> factors,
            Churn churn,
            @Nullable BigDecimal probabilityPercentile,
            @Nullable String peerGroup,
            @Nullable Integer peerCount,
            List<RiskItem.Sign> earlyWarnings,
            List<RiskItem.Part> protectiveFactors,
            List<RiskItem.Play> recommendations,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * A factor.
     *
     * @param contributionPoints weight × score ÷ weight covered
     */
    public record FactorItem(
            RiskFactor factor,
            @Nullable BigDecimal score,
            BigDecimal weight,
            @Nullable BigDecimal contributionPoints,
            @Nullable Trend trend,
            @Nullable String drivingSignal,
            List<SignalItem> signals) {}

    /** The change of a factor from {@code compare_days} earlier; 5 points or more count as a change. */
    public enum Trend {
        WORSENING,
        STABLE,
        IMPROVING
    }

    /** A measure, scored 0 at its good value and 100 at its bad one. */
    public record SignalItem(
            String signal, BigDecimal value, BigDecimal good, BigDecimal bad, BigDecimal score) {}

    /** The model's prediction; its intercept and contributions add up to the log-odds. */
    public record Churn(
            @Nullable BigDecimal probability,
            @Nullable Severity riskLevel,
            BigDecimal coverageRate,
            @Nullable List<RiskItem.Part> contributions,
            BigDecimal intercept,
            BigDecimal logOdds,
            int modelVersion,
            Calibration calibration) {}

    /** What the answer was computed from. */
    public record Evidence(
            String factorTable,
            LocalDate comparedOn,
            @Nullable BigDecimal comparedScore,
            int modelVersion,
            ChurnStage stage,
            BigDecimal arrAmount,
            @Nullable LocalDate renewalDate) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return unread.contains("as_of") ? List.of() : AsOf.faults(input.asOf(), call.today());
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return database.snapshot(
                tx ->
                        clients.resolveUsed(tx, input.clientId())
                                .then(
                                        client ->
                                                client.isChurned()
                                                                && !input.day(call)
                                                                        .isBefore(call.today())
                                                        ? Answer.refused(RiskItem.churned())
                                                        : answer(tx, input, client.ref(), call)));
    }

    private static Answer<Output> answer(Transaction tx, Input input, ClientRef ref, Call call) {
        ChurnModel model = ChurnModels.active(tx);
        ClientRisk risk = risk(tx, model, ref, input.day(call), input, call);
        return RiskItem.absent(risk, call.today())
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> Answer.of(answer(tx, input, ref, model, risk, call)));
    }

    private static Output answer(
            Transaction tx,
            Input input,
            ClientRef ref,
            ChurnModel model,
            ClientRisk risk,
            Call call) {
        LocalDate asOf = risk.asOf();
        LocalDate before = asOf.minusDays(input.compareDays());
        RiskScore now = RiskFactors.of(risk.reading(), risk.standing());
        RiskScore then = null;
        if (risk.reading().signals().tenureDays() >= input.compareDays()) {
            ClientRisk past = risk(tx, model, ref, before, input, call);
            then = RiskFactors.of(past.reading(), past.standing());
        }
        ChurnScore score = risk.score();
        Double probability = score.probability();
        ProbabilityRank rank =
                probability == null || asOf.isBefore(call.today())
                        ? null
                        : ProbabilityRank.of(tx, ref.clientId(), risk.tier(), probability);
        Double overall = now.overall();
        Double compared = then == null ? null : then.overall();
        return new Output(
                ref.clientId(),
                ref.clientName(),
                asOf,
                call.now(),
                Rounded.figureOf(overall),
                now.level(),
                overall == null || compared == null ? null : Rounded.figure(overall - compared),
                Rounded.rate(now.coveredWeight()),
                now.isRaised() ? "R-CRITICAL" : null,
                factors(now, then),
                new Churn(
                        Rounded.rateOf(probability),
                        score.riskLevel(),
                        Rounded.rate(score.coverage()),
                        input.includeContributions()
                                ? score.contributions().stream().map(RiskItem.Part::of).toList()
                                : null,
                        Rounded.rate(score.intercept()),
                        Rounded.rate(score.logOdds()),
                        model.modelVersion(),
                        model.calibration()),
                rank == null ? null : Rounded.rate(rank.percentile()),
                rank == null ? null : rank.peerGroup(),
                rank == null ? null : rank.peerCount(),
                risk.episodes().stream()
                        .filter(sign -> sign.resolvedAt() == null)
                        .filter(sign -> sign.indicatorKey().startsWith("risk."))
                        .map(RiskItem.Sign::of)
                        .toList(),
                score.contributions().stream()
                        .filter(each -> each.contribution() <= PROTECTS)
                        .map(RiskItem.Part::of)
                        .toList(),
                risk.recommendations().stream().map(RiskItem.Play::of).toList(),
                new Evidence(
                        RiskFactors.VERSION,
                        before,
                        Rounded.figureOf(compared),
                        model.modelVersion(),
                        model.stage(),
                        Rounded.amount(risk.arrAmount()),
                        risk.renewalDate()),
                gaps(now, then, risk, rank, asOf, call));
    }

    private static ClientRisk risk(
            Transaction tx,
            ChurnModel model,
            ClientRef ref,
            LocalDate day,
            Input input,
            Call call) {
        return new ClientRisks(model, day, call.today(), input.compareDays())
                .of(tx, List.of(ref.clientId()))
                .getFirst();
    }

    private static List<FactorItem> factors(RiskScore now, @Nullable RiskScore then) {
        List<FactorItem> items = new ArrayList<>();
        for (int i = 0; i < now.factors().size(); i++) {
            FactorScore factor = now.factors().get(i);
            Double before = then == null ? null : then.factors().get(i).score();
            items.add(
                    new FactorItem(
                            factor.factor(),
                            Rounded.figureOf(factor.score()),
                            Rounded.rate(factor.weight()),
                            Rounded.figureOf(factor.points()),
                            trend(factor.score(), before),
                            factor.drivingSignal(),
                            factor.signals().stream()
                                    .map(
                                            signal ->
                                                    new SignalItem(
                                                            signal.signal(),
                                                            Rounded.rate(signal.value()),
                                                            Rounded.rate(signal.good()),
                                                            Rounded.rate(signal.bad()),
                                                            Rounded.figure(signal.score())))
                                    .toList()));
        }
        return items;
    }

    private static @Nullable Trend trend(@Nullable Double now, @Nullable Double before) {
        if (now == null || before == null) {
            return null;
        }
        double change = now - before;
        return change >= CLEAR_CHANGE_POINTS
                ? Trend.WORSENING
                : change <= -CLEAR_CHANGE_POINTS ? Trend.IMPROVING : Trend.STABLE;
    }

    private static List<DataGap> gaps(
            RiskScore now,
            @Nullable RiskScore then,
            ClientRisk risk,
            @Nullable ProbabilityRank rank,
            LocalDate asOf,
            Call call) {
        List<DataGap> gaps = new ArrayList<>();
        for (FactorScore factor : now.factors()) {
            if (factor.score() == null) {
                gaps.add(
                        new DataGap(
                                "factors." + WireName.of(factor.factor()),
                                "no data: none of its signals is stored for this client",
                                source(factor.factor())));
            }
        }
        if (then == null) {
            gaps.add(
                    new DataGap(
                            "score_change_points",
                            "the client is younger than compare_days",
                            "Send a smaller compare_days"));
        }
        RiskItem.coverageGap(risk.score()).ifPresent(gaps::add);
        RiskItem.pastGap(risk, call.today(), "factors.support_volume").ifPresent(gaps::add);
        if (rank == null && risk.score().probability() != null) {
            gaps.add(
                    asOf.isBefore(call.today())
                            ? new DataGap(
                                    "probability_percentile",
                                    "peers are compared by what is stored today",
                                    "Call without as_of")
                            : new DataGap(
                                    "probability_percentile",
                                    "no other client has a stored probability",
                                    "identify_churn_risk without client_id and with refresh: true"
                                            + " predicts"));
        }
        return gaps;
    }

    private static String source(RiskFactor factor) {
        return switch (factor) {
            case USAGE_DECLINE -> "Send usage events, and the contract's included_users";
            case ENGAGEMENT_LOW -> "log_activity, or import touchpoints";
            case SUPPORT_VOLUME -> "Import tickets";
            case PAYMENT_HEALTH -> "Import contracts with their payment_status";
            case SATISFACTION ->
                    "monitor_satisfaction sends a survey; ratings of 1 to 5 come with tickets";
            case CONTRACT_HEALTH -> "Import contracts with their renewal_date";
        };
    }
}
