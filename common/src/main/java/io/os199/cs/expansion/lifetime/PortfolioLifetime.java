package io.os199.cs.expansion.lifetime;

import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The value of the clients of a query, as the job leaves it: one page of them, and the totals.
 *
 * @param calibrationNote a caution about the probabilities; absent for a model that was checked against what happened
 */
public record PortfolioLifetime(
        LocalDate asOf,
        Instant computedAt,
        List<LifetimeItem> clients,
        LifetimeSummary summary,
        @Nullable String calibrationNote,
        String leversNote,
        long totalCount,
        @Nullable String nextCursor,
        LifetimeEvidence evidence,
        List<DataGap> dataGaps) {
    /** A caution about the gains of all levers. */
    public static final String LEVERS_NOTE =
            "each lever changes one input, all others as they are: the gains do not add up";

    public PortfolioLifetime {
        clients = List.copyOf(clients);
        dataGaps = List.copyOf(dataGaps);
    }
}
