package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.risk.PortfolioRiskDao.Row;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The clients at risk, as the last run over the portfolio stored them. */
public final class PortfolioRisk {
    private PortfolioRisk() {}

    /** The order of the clients at risk. */
    public enum Sort {
        EXPECTED_LOSS,
        PROBABILITY,
        HEALTH,
        RENEWAL_DATE
    }

    /**
     * The position where a page ended.
     *
     * @param value the value by which the client was ordered, as text; absent where it has none
     */
    public record Position(@Nullable String value, String clientId) {}

    /**
     * A client at risk.
     *
     * @param because the reasons: health, probability or grave signs
     * @param contributions those of the stored prediction, the largest first
     */
    public record AtRisk(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable String csm,
            BigDecimal arrAmount,
            @Nullable BigDecimal healthScore,
            @Nullable Double churnProbability,
            @Nullable Severity riskLevel,
            @Nullable LocalDate decisionDate,
            List<String> because,
            List<Contribution> contributions,
            Position position) {
        public AtRisk {
            because = List.copyOf(because);
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * Totals over all clients that a filter lets through.
     *
     * @param notScoredCount clients about which too little is known, or that were added after the last run
     */
    public record Summary(
            int totalAnalyzedCount,
            int notScoredCount,
            int atRiskCount,
            BigDecimal arrAnalyzedAmount,
            BigDecimal arrAtRiskAmount,
            BigDecimal expectedArrLossAmount,
            List<RiskGroup> byRiskLevel,
            List<RiskGroup> byTier) {
        public Summary {
            byRiskLevel = List.copyOf(byRiskLevel);
            byTier = List.copyOf(byTier);
        }
    }

    /** Returns when the last run ended, where there was one. */
    public static Optional<Instant> refreshedAt(Transaction tx) {
        return tx.dao(StoredRiskDao.class).lastRun().map(StoredRiskDao.Run::finishedAt);
    }

    public static Summary summary(Transaction tx, RiskFilter filter, LocalDate today) {
        PortfolioRiskDao.Summary read = tx.dao(PortfolioRiskDao.class).summary(filter, today);
        return new Summary(
                read.totalAnalyzedCount(),
                read.notScoredCount(),
                read.atRiskCount(),
                read.arrAnalyzedAmount(),
                read.arrAtRiskAmount(),
                read.expectedArrLossAmount(),
                read.byRiskLevel(),
                read.byTier());
    }

    /**
     * Returns at most {@code most} clients after a position, in the order of {@code sort}, nulls last, then of the
     * ids.
     */
    public static List<AtRisk> page(
            Transaction tx,
            RiskFilter filter,
            LocalDate today,
            Sort sort,
            @Nullable Position after,
            int most) {
        List<Row> rows =
                tx.dao(PortfolioRiskDao.class)
                        .page(
                                filter,
                                today,
                                sort,
                                after == null || after.value() == null
                                        ? null
                                        : new BigDecimal(after.value()),
                                after == null ? null : after.clientId(),
                                most);
        String[] ids = rows.stream().map(Row::clientId).toArray(String[]::new);
        Map<String, List<Contribution>> contributions =
                filter.predictions() && ids.length > 0
                        ? tx.dao(StoredRiskDao.class).predictions(ids).stream()
                                .collect(
                                        Collectors.toMap(
                                                StoredRiskDao.Predicted::clientId,
                                                StoredRiskDao.Predicted::contributions))
                        : Map.of();
        return rows.stream()
                .map(row -> atRisk(row, contributions.getOrDefault(row.clientId(), List.of())))
                .toList();
    }

    private static AtRisk atRisk(Row row, List<Contribution> contributions) {
        List<String> because = new ArrayList<>();
        if (row.isUnhealthy()) {
            because.add("health_below_threshold");
        }
        if (row.isLikely()) {
            because.add("probability");
        }
        row.graveKeys().forEach(key -> because.add("indicator:" + key));
        return new AtRisk(
                row.clientId(),
                row.clientName(),
                row.tier(),
                row.csm(),
                row.arrAmount(),
                row.healthScore(),
                row.churnProbability(),
                row.riskLevel(),
                row.decisionDate(),
                because,
                row.churnProbability() == null ? List.of() : contributions,
                new Position(row.sortValue(), row.clientId()));
    }
}
