package io.os199.cs.health.patterns;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.patterns.EngagementPatternDao.Client;
import io.os199.cs.health.patterns.PatternReader.Individual;
import io.os199.cs.health.patterns.PatternTally.Control;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Analyzes the habits of one client, with an immediate answer. */
public final class EngagementAnalysis {
    /** How long a statement over the portfolio may take; one that takes longer is left to the job. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String INSTEAD = "Ask for all_customers: a job has the time";

    /**
     * Limits how often a process looks at the portfolio, which keeps a database core busy for seconds: one look at a
     * time leaves room for calls that ask for little.
     */
    private final Semaphore looksAtPortfolio = new Semaphore(1);

    private record Compared(Control stayed, Control left) {}

    /**
     * Answers about the client first, then what the portfolio says about its patterns, as far as there is time for
     * it.
     */
    public EngagementPatterns individual(
            Transaction tx, ClientRef ref, PatternOrder order, Instant cut) {
        PatternReader reader = new PatternReader(tx, order, cut);
        Individual own = reader.individual(ref.clientId());
        PortfolioView view = own.view();
        if (!order.predictiveInsights() && !isFlagged(own)) {
            return new PatternAnswer(order, cut, own.tally(), List.of())
                    .of(own.dialogue(), ref, null, null);
        }
        return view == null
                ? compared(tx, ref, order, cut, reader, own)
                : new PatternAnswer(order, cut, own.tally(), view)
                        .of(own.dialogue(), ref, null, view.events());
    }

    private static boolean isFlagged(Individual own) {
        return !own.tally().anomalies().episodes().isEmpty();
    }

    /** Looks at the portfolio now, as far as there is time for it, because no run has done so lately. */
    private EngagementPatterns compared(
            Transaction tx,
            ClientRef ref,
            PatternOrder order,
            Instant cut,
            PatternReader reader,
            Individual own) {
        if (!looksAtPortfolio.tryAcquire()) {
            return compared(ref, order, cut, own, Optional.empty(), Optional.empty(), "busy");
        }
        try {
            List<Client> portfolio =
                    tx.dao(EngagementPatternDao.class).clients(null, null, null, null, null);
            Optional<Compared> compared =
                    order.predictiveInsights()
                            ? tx.within(
                                    PATIENCE,
                                    () -> new Compared(reader.control(portfolio), reader.left()))
                            : Optional.empty();
            Optional<AnomalyTally> days =
                    isFlagged(own)
                            ? tx.within(PATIENCE, () -> reader.portfolioDays(portfolio))
                            : Optional.empty();
            return compared(ref, order, cut, own, compared, days, "timeout");
        } finally {
            looksAtPortfolio.release();
        }
    }

    /** @param absence the reason for what is absent */
    private static EngagementPatterns compared(
            ClientRef ref,
            PatternOrder order,
            Instant cut,
            Individual own,
            Optional<Compared> compared,
            Optional<AnomalyTally> days,
            String absence) {
        List<DataGap> gaps = new ArrayList<>();
        if (order.predictiveInsights() && compared.isEmpty()) {
            gaps.add(new DataGap("risk_patterns.backtest", absence, INSTEAD));
        }
        if (isFlagged(own) && days.isEmpty()) {
            gaps.add(new DataGap("anomalies.shared", absence, INSTEAD));
        }
        PatternTally whole = own.tally().withControl(compared.map(Compared::stayed).orElse(null));
        return new PatternAnswer(order, cut, whole, gaps)
                .of(
                        own.dialogue(),
                        ref,
                        compared.map(Compared::left).orElse(null),
                        days.map(AnomalyTally::portfolioEvents).orElse(null));
    }
}
