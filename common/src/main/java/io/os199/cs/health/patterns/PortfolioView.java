package io.os199.cs.health.patterns;

import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.health.model.PatternBacktest;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the nightly run found out about the portfolio, for the answer about one client: to look through all clients
 * again would take longer than anybody waits.
 *
 * @param cutAt the instant that the run counted up to
 * @param backtests those of the patterns that have one; {@code backtestGaps} say why others have none
 */
record PortfolioView(
        Instant cutAt,
        Map<RiskPattern, PatternBacktest> backtests,
        List<DataGap> backtestGaps,
        List<PortfolioEvent> events) {
    private static final String BACKTEST = "risk_patterns.backtest";

    /** How long a run stays good, because a night may have been missed. */
    private static final Duration GOOD_FOR = Duration.ofHours(36);

    /** Returns the instant since which a run must have ended to be good at {@code cut}. */
    static Instant since(Instant cut) {
        return cut.minus(GOOD_FOR);
    }

    static PortfolioView of(EngagementPatterns run) {
        Map<RiskPattern, PatternBacktest> backtests = new EnumMap<>(RiskPattern.class);
        for (EngagementPatterns.Risk risk : run.riskPatterns()) {
            PatternBacktest backtest = risk.backtest();
            if (backtest != null) {
                backtests.put(risk.key(), backtest);
            }
        }
        @Nullable List<PortfolioEvent> events = run.portfolioEvents();
        return new PortfolioView(
                run.evidence().cutAt(),
                backtests,
                run.dataGaps().stream().filter(gap -> gap.field().equals(BACKTEST)).toList(),
                events == null ? List.of() : events);
    }
}
