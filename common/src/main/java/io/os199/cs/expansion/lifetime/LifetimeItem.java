package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.lifetime.LeverItem.Changed;
import io.os199.cs.expansion.lifetime.LifetimeDao.Figures;
import io.os199.cs.expansion.lifetime.Worth.Gain;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.risk.RecommendedPlay.Because;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The value of a client, rounded; for a client that cannot be valued, its identity and its revenue to date.
 *
 * @param tenureCapped whether it would stay longer than is counted
 * @param ltvToCacRatio value ÷ acquisition cost
 * @param levers the largest gain first; in lists of clients only the first
 */
public record LifetimeItem(
        String clientId,
        String clientName,
        Tier tier,
        @Nullable BigDecimal arrAmount,
        @Nullable BigDecimal annualChurnProbability,
        @Nullable BigDecimal annualGrowthRate,
        @Nullable GrowthBasis growthBasis,
        @Nullable BigDecimal expectedTenureYears,
        @Nullable Boolean tenureCapped,
        @Nullable BigDecimal expectedYearsInHorizon,
        @Nullable BigDecimal costToServeAmount,
        @Nullable BigDecimal clvAmount,
        @Nullable ValueKind valueKind,
        @Nullable BigDecimal lifetimeRevenueToDateAmount,
        @Nullable BigDecimal acquisitionCostAmount,
        @Nullable BigDecimal ltvToCacRatio,
        @Nullable Calibration calibration,
        @Nullable Integer modelVersion,
        List<LeverItem> levers) {

    public LifetimeItem {
        levers = List.copyOf(levers);
    }

    /** An item of a list, with its best lever and no actions. */
    static LifetimeItem listed(Rated client, Worth worth, Upside upside, Assumptions assumptions) {
        return of(
                client,
                worth,
                assumptions,
                worth.gains().stream()
                        .limit(1)
                        .map(gain -> lever(gain, client, worth, upside, null))
                        .toList());
    }

    /** The item of a single client. */
    static LifetimeItem whole(
            Rated client,
            Worth worth,
            Upside upside,
            Assumptions assumptions,
            Map<LifetimeLever, List<LeverAction>> actions) {
        return of(
                client,
                worth,
                assumptions,
                worth.gains().stream()
                        .map(
                                gain ->
                                        lever(
                                                gain,
                                                client,
                                                worth,
                                                upside,
                                                actions.getOrDefault(gain.lever(), List.of())))
                        .toList());
    }

    /** The item of a client that cannot be valued. */
    static LifetimeItem unvalued(Figures figures) {
        return new LifetimeItem(
                figures.clientId(),
                figures.clientName(),
                figures.tier(),
                Rounded.amountOf(figures.arr()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Rounded.amountOf(figures.revenueToDate()),
                Rounded.amountOf(figures.acquisitionCost()),
                null,
                null,
                null,
                List.of());
    }

    private static LifetimeItem of(
            Rated client, Worth worth, Assumptions assumptions, List<LeverItem> levers) {
        Figures figures = client.figures();
        double churn = client.risk().probability();
        Double cost = worth.cost();
        BigDecimal acquired = figures.acquisitionCost();
        return new LifetimeItem(
                figures.clientId(),
                figures.clientName(),
                figures.tier(),
                Rounded.amountOf(client.arr()),
                Rounded.rate(churn),
                Rounded.rate(worth.growth().rate()),
                worth.growth().basis(),
                Rounded.figure(LifetimeModel.tenureYears(churn)),
                LifetimeModel.isTenureCapped(churn),
                Rounded.figure(worth.model().yearsInHorizon(churn)),
                cost == null ? null : Rounded.amount(cost),
                Rounded.amount(worth.clv()),
                assumptions.valueKind(),
                Rounded.amountOf(figures.revenueToDate()),
                Rounded.amountOf(acquired),
                acquired == null || acquired.signum() <= 0
                        ? null
                        : Rounded.figure(worth.clv() / acquired.doubleValue()),
                client.calibration(),
                client.modelVersion(),
                levers);
    }

    private static LeverItem lever(
            Gain gain,
            Rated client,
            Worth worth,
            Upside upside,
            @Nullable List<LeverAction> actions) {
        boolean isRate =
                gain.lever() == LifetimeLever.IMPROVE_RETENTION
                        || gain.lever() == LifetimeLever.TERM_COMMITMENT;
        return new LeverItem(
                gain.lever(),
                new Changed(
                        gain.lever().input,
                        isRate ? Rounded.rate(gain.from()) : Rounded.figure(gain.from()),
                        isRate ? Rounded.rate(gain.to()) : Rounded.figure(gain.to())),
                Rounded.amount(gain.after()),
                Rounded.amount(gain.amount()),
                because(gain.lever(), client, worth, upside),
                actions);
    }

    private static String because(LifetimeLever lever, Rated client, Worth worth, Upside upside) {
        return switch (lever) {
            case IMPROVE_RETENTION ->
                    "open signs of risk: "
                            + client.risk().plays().stream()
                                    .flatMap(play -> play.because().stream())
                                    .map(Because::indicatorKey)
                                    .map(RiskSign::shown)
                                    .distinct()
                                    .sorted()
                                    .collect(Collectors.joining(", "));
            case INCREASE_EXPANSION ->
                    "expected value %s of %d findings that nothing holds back and %d open opportunities"
                            .formatted(
                                    Rounded.amountOf(upside.expectedAmount()),
                                    upside.findingCount(),
                                    upside.opportunityCount());
            case REDUCE_COST_TO_SERVE ->
                    "%s tickets per active user in 365 days, median %s of %d peers of the tier"
                            .formatted(
                                    Rounded.figure(ticketRate(client)),
                                    worth.peers() == null
                                            ? "-"
                                            : Rounded.figure(worth.peers().median()),
                                    worth.peers() == null ? 0 : worth.peers().count());
            case TERM_COMMITMENT ->
                    "MULTI_YEAR finding: a term of %d days twice as long"
                            .formatted(client.figures().termDays());
        };
    }

    private static double ticketRate(Rated client) {
        Double rate = client.weighed().ticketRate();
        return rate == null ? 0 : rate;
    }
}
