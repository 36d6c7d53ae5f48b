package io.os199.cs.health;

import io.os199.cs.health.model.PortfolioTally.BandChange;
import io.os199.cs.health.model.PortfolioTally.BandTally;
import io.os199.cs.health.model.PortfolioTally.Mover;
import io.os199.cs.health.model.PortfolioTally.NullComponent;
import io.os199.cs.health.model.PortfolioTally.Transition;
import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The result of a run over the portfolio.
 *
 * @param whatIfWeights the weights of a what-if: then before is by the model's own weights, after by these, and
 *     nothing is stored
 * @param bandChanges at most 50, the largest ARR first; transitions count all
 */
public record PortfolioHealth(
        LocalDate asOf,
        ModelVersion model,
        @Nullable Map<String, BigDecimal> whatIfWeights,
        int clientCount,
        int scoredCount,
        int insufficientCoverageCount,
        int chunkCount,
        long durationMs,
        List<BandTally> byBand,
        List<Transition> transitions,
        List<BandChange> bandChanges,
        @Nullable BigDecimal meanBeforeScore,
        @Nullable BigDecimal meanAfterScore,
        List<Mover> risers,
        List<Mover> fallers,
        int indicatorsOpenedCount,
        int indicatorsResolvedCount,
        List<NullComponent> nullComponents,
        List<DataGap> dataGaps) {
    public record ModelVersion(String modelId, int modelVersion) {}
}
