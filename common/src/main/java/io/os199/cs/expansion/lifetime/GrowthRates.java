package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The growth, by current tier, of the ARR of clients that paid over the whole last year.
 *
 * @param byTier the tiers that have such clients
 */
record GrowthRates(List<OfTier> byTier) {
    private static final int FEWEST_CLIENTS = 20;
    private static final double MOST = 0.20;

    GrowthRates {
        byTier = List.copyOf(byTier);
    }

    /** The growth in a tier. */
    public record OfTier(
            Tier tier, int clientCount, BigDecimal arrBeforeAmount, BigDecimal arrNowAmount) {}

    static GrowthRates read(Transaction tx, LocalDate today) {
        return new GrowthRates(tx.dao(LifetimeDao.class).growth(today));
    }

    /** The growth of the tier where enough of its clients paid, otherwise that of all clients. */
    Growth of(Tier tier) {
        List<OfTier> own = byTier.stream().filter(each -> each.tier() == tier).toList();
        return isEnough(own)
                ? new Growth(rate(own), GrowthBasis.TIER)
                : isEnough(byTier)
                        ? new Growth(rate(byTier), GrowthBasis.PORTFOLIO)
                        : new Growth(0, GrowthBasis.NONE);
    }

    private static boolean isEnough(List<OfTier> groups) {
        return groups.stream().mapToInt(OfTier::clientCount).sum() >= FEWEST_CLIENTS;
    }

    private static double rate(List<OfTier> groups) {
        double before =
                groups.stream().mapToDouble(each -> each.arrBeforeAmount().doubleValue()).sum();
        double now = groups.stream().mapToDouble(each -> each.arrNowAmount().doubleValue()).sum();
        return Math.clamp((now - before) / before, -MOST, MOST);
    }
}
