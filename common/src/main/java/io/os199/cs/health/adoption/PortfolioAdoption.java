package io.os199.cs.health.adoption;

import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The result of a run over the portfolio: a page of its features.
 *
 * @param overallClientAdoptionRate the mean over all features, not only those of the page
 */
public record PortfolioAdoption(
        LocalDate asOf,
        int clientCount,
        @Nullable BigDecimal overallClientAdoptionRate,
        List<PortfolioFeature> items,
        long totalCount,
        @Nullable String nextCursor,
        AdoptionEvidence evidence,
        List<DataGap> dataGaps) {}
