package io.os199.cs.health.patterns;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.patterns.EngagementPatternDao.Client;
import io.os199.cs.health.patterns.PatternTally.Control;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The habits of one client, answered at once. */
public final class EngagementAnalysis {
    /** A statement over the portfolio that takes longer is left to the job. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String INSTEAD = "Ask for all_customers: a job has the time";

    private record Compared(Control stayed, Control left) {}

    /** The client first; then what the portfolio says about its patterns, as far as there is time for it. */
    public EngagementPatterns individual(
            Transaction tx, ClientRef ref, PatternOrder order, Instant cut) {
        EngagementPatternDao dao = tx.dao(EngagementPatternDao.class);
        PatternReader reader = new PatternReader(tx, order, cut);
        PatternTally own = reader.individual(dao.client(ref.clientId()).orElseThrow());
        boolean isFlagged = !own.anomalies().episodes().isEmpty();
        if (!order.predictiveInsights() && !isFlagged) {
            return new PatternAnswer(order, cut, own, List.of()).of(tx, ref, null, null);
        }
        return PortfolioView.newest(tx, cut)
                .map(
                        view ->
                                new PatternAnswer(order, cut, own, view)
                                        .of(tx, ref, null, view.events()))
                .orElseGet(() -> compared(tx, ref, order, cut, reader, own));
    }

    /** Where no run has looked at the portfolio lately, it is looked at now, as far as there is time for it. */
    private static EngagementPatterns compared(
            Transaction tx,
            ClientRef ref,
            PatternOrder order,
            Instant cut,
            PatternReader reader,
            PatternTally own) {
        List<DataGap> gaps = new ArrayList<>();
        boolean isFlagged = !own.anomalies().episodes().isEmpty();
        List<Client> portfolio =
                tx.dao(EngagementPatternDao.class).clients(null, null, null, null, null);
        Optional<Compared> compared =
                order.predictiveInsights()
                        ? tx.within(
                                PATIENCE,
                                () -> new Compared(reader.control(portfolio), reader.left()))
                        : Optional.empty();
        if (order.predictiveInsights() && compared.isEmpty()) {
            gaps.add(new DataGap("risk_patterns.backtest", "timeout", INSTEAD));
        }
        Optional<AnomalyTally> days =
                isFlagged
                        ? tx.within(PATIENCE, () -> reader.portfolioDays(portfolio))
                        : Optional.empty();
        if (isFlagged && days.isEmpty()) {
            gaps.add(new DataGap("anomalies.shared", "timeout", INSTEAD));
        }
        PatternTally whole = own.withControl(compared.map(Compared::stayed).orElse(null));
        return new PatternAnswer(order, cut, whole, gaps)
                .of(
                        tx,
                        ref,
                        compared.map(Compared::left).orElse(null),
                        days.map(AnomalyTally::portfolioEvents).orElse(null));
    }
}
