package io.os199.cs.expansion.lifetime;

import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What the clients of a query are worth, as the job leaves it: a page of them, and what all come to.
 *
 * @param calibrationNote what to know of the probabilities; absent for a model that was held against what happened
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
    /** What has to be known of the gains of all levers. */
    public static final String LEVERS_NOTE =
            "each lever changes one input, all others as they are: the gains do not add up";

    public PortfolioLifetime {
        clients = List.copyOf(clients);
        dataGaps = List.copyOf(dataGaps);
    }
}
