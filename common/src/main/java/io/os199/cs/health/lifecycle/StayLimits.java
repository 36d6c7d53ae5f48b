package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.StageFigures;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits after which a client counts as stuck in its stage: the third quartile of the stays in that stage that
 * ended in the period or, with fewer than five such stays, the declared limit. No client is stuck in {@code active}.
 */
final class StayLimits {
    private static final int ENOUGH_STAYS = 5;
    private static final Map<LifecycleStage, Integer> USUAL =
            Map.of(
                    LifecycleStage.ONBOARDING, 90,
                    LifecycleStage.ADOPTION, 120,
                    LifecycleStage.AT_RISK, 45,
                    LifecycleStage.RENEWAL, 120,
                    LifecycleStage.EXPANSION, 120);

    private final Map<LifecycleStage, BigDecimal> days = new EnumMap<>(LifecycleStage.class);

    StayLimits(List<StageFigures> stages) {
        USUAL.forEach((stage, limit) -> days.put(stage, BigDecimal.valueOf(limit)));
        for (StageFigures stage : stages) {
            BigDecimal usual = stage.p75StayDays();
            if (usual != null
                    && stage.completedStayCount() >= ENOUGH_STAYS
                    && USUAL.containsKey(stage.stage())) {
                days.put(stage.stage(), usual);
            }
        }
    }

    /** Returns the limit that the client has passed, if any. */
    Optional<BigDecimal> passed(LifecycleFacts facts) {
        return Optional.ofNullable(days.get(facts.stage()))
                .filter(limit -> limit.compareTo(BigDecimal.valueOf(facts.stageAgeDays())) < 0);
    }
}
