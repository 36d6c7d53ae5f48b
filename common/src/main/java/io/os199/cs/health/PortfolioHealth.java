package io.os199.cs.health;

import io.os199.cs.health.model.PortfolioTally.BandTally;
import io.os199.cs.health.model.PortfolioTally.Mover;
import io.os199.cs.health.model.PortfolioTally.NullComponent;
import io.os199.cs.health.model.PortfolioTally.Transition;
import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The result of a run over the portfolio. */
public record PortfolioHealth(
        LocalDate asOf,
        ModelVersion model,
        int clientCount,
        int scoredCount,
        int insufficientCoverageCount,
        int chunkCount,
        long durationMs,
        List<BandTally> byBand,
        List<Transition> transitions,
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
