package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.lifetime.Worth.Gain;
import io.os199.cs.platform.statistics.Rounded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The totals over the clients of a query.
 *
 * @param clientCount the number of clients that are valued; all sums are over these
 * @param notValuedCount the number of further clients without a probability or without a row in the ledger
 * @param byTier the highest first
 * @param levers over all clients that have them, in lever order
 */
public record LifetimeSummary(
        int clientCount,
        int notValuedCount,
        BigDecimal totalClvAmount,
        BigDecimal totalArrAmount,
        List<OfTier> byTier,
        List<OfLever> levers) {
    public LifetimeSummary {
        byTier = List.copyOf(byTier);
        levers = List.copyOf(levers);
    }

    /** The clients of a tier. */
    public record OfTier(
            Tier tier, int clientCount, BigDecimal clvAmount, BigDecimal medianClvAmount) {}

    /** The clients whose value a lever raises. */
    public record OfLever(LifetimeLever lever, int clientCount, BigDecimal totalGainAmount) {}

    /** Adds up clients. */
    static final class Tally {
        private final Map<Tier, List<Double>> values = new EnumMap<>(Tier.class);
        private final Map<LifetimeLever, List<Double>> gains = new EnumMap<>(LifetimeLever.class);
        private double arr;
        private int clientCount;

        void add(Weighed client, Worth worth) {
            clientCount++;
            arr += client.arr();
            values.computeIfAbsent(client.tier(), tier -> new ArrayList<>()).add(worth.clv());
            for (Gain gain : worth.gains()) {
                gains.computeIfAbsent(gain.lever(), lever -> new ArrayList<>()).add(gain.amount());
            }
        }

        LifetimeSummary summary(int notValuedCount) {
            List<OfTier> byTier = new ArrayList<>();
            double clv = 0;
            for (Tier tier : Arrays.asList(Tier.values()).reversed()) {
                List<Double> own = values.getOrDefault(tier, List.of());
                if (!own.isEmpty()) {
                    clv += sum(own);
                    byTier.add(
                            new OfTier(
                                    tier,
                                    own.size(),
                                    Rounded.amount(sum(own)),
                                    Rounded.amount(median(own))));
                }
            }
            return new LifetimeSummary(
                    clientCount,
                    notValuedCount,
                    Rounded.amount(clv),
                    Rounded.amount(arr),
                    byTier,
                    gains.entrySet().stream()
                            .map(
                                    each ->
                                            new OfLever(
                                                    each.getKey(),
                                                    each.getValue().size(),
                                                    Rounded.amount(sum(each.getValue()))))
                            .toList());
        }

        private static double sum(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).sum();
        }

        private static double median(List<Double> values) {
            double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1
                    ? sorted[middle]
                    : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
