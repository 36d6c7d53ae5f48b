package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.renewal.RenewalForecast;
import io.os199.cs.expansion.renewal.RenewalForecast.Risky;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.ClientRisks;
import io.os199.cs.retention.risk.RecommendedPlay;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What endangers the renewals that are not on track.
 *
 * @param drivers features among a client's three largest that raise its probability of leaving, except the renewal
 *     itself
 * @param plays what to do, over the largest clients
 * @param playsClientCount the number of clients that the plays cover
 * @param riskyClientCount the number of all clients with such a renewal
 */
record ForecastRisks(
        List<Driver> drivers, List<Play> plays, int playsClientCount, int riskyClientCount) {
    private static final int LOOKBACK_DAYS = 90;

    /** A feature of the churn model. */
    record Driver(String feature, int clientCount, BigDecimal arrAmount) {}

    /** A play of {@code identify_churn_risk}. */
    record Play(String ruleId, String action, int clientCount, BigDecimal arrAmount) {}

    static ForecastRisks of(
            RenewalForecast forecast, Transaction tx, LocalDate today, ChurnModel model) {
        List<Driver> drivers =
                forecast.drivers().stream()
                        .map(
                                each ->
                                        new Driver(
                                                each.feature(),
                                                each.clientCount(),
                                                Rounded.amount(each.arrAmount())))
                        .toList();
        List<Risky> risky = forecast.risky();
        Map<String, BigDecimal> arr =
                risky.stream().collect(Collectors.toMap(Risky::clientId, Risky::arr));
        Map<String, Play> plays = new TreeMap<>();
        List<ClientRisk> risks =
                new ClientRisks(model, today, today, LOOKBACK_DAYS)
                        .of(tx, risky.stream().map(Risky::clientId).toList());
        for (ClientRisk risk : risks) {
            for (RecommendedPlay each : risk.recommendations()) {
                plays.merge(
                        each.ruleId(),
                        new Play(
                                each.ruleId(),
                                each.action(),
                                1,
                                arr.getOrDefault(risk.clientId(), BigDecimal.ZERO)),
                        (one, other) ->
                                new Play(
                                        one.ruleId(),
                                        one.action(),
                                        one.clientCount() + other.clientCount(),
                                        one.arrAmount().add(other.arrAmount())));
            }
        }
        return new ForecastRisks(
                drivers,
                plays.values().stream()
                        .sorted(
                                Comparator.comparing(Play::arrAmount)
                                        .reversed()
                                        .thenComparing(Play::ruleId))
                        .toList(),
                risks.size(),
                risky.isEmpty() ? 0 : risky.getFirst().totalCount());
    }
}
