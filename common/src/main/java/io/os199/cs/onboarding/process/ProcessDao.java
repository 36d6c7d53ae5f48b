package io.os199.cs.onboarding.process;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads the plans that ended. */
@UseJoinedSql
@PlannedForItsValues
interface ProcessDao {
    /**
     * A plan that ended; anything unknown about it is absent.
     *
     * @param isCurrent whether it ended in the period rather than in the one before
     */
    record EndedPlan(
            String clientId,
            boolean isCurrent,
            boolean isCompleted,
            @Nullable Boolean isOnTime,
            @Nullable Boolean isOnBaseline,
            @Nullable Integer durationDays,
            @Nullable Integer overrunDays,
            boolean hasSponsor,
            @Nullable Boolean hadEarlyKickoff,
            @Nullable Boolean hadCheckins,
            @Nullable Boolean wasHalfTrained,
            @Nullable Boolean hadAutomations,
            boolean hasMeasuredCriteria) {}

    @SqlQuery
    @RegisterConstructorMapper(EndedPlan.class)
    List<EndedPlan> plans(@BindMethods ProcessOrder order, String[] measured);

    /** Training and survey answers around the completed plans of a period. */
    record Voices(
            boolean isCurrent,
            long assessedCount,
            long passedCount,
            long invitedCount,
            long attendedCount,
            long csatCount,
            @Nullable Double csatMean,
            @Nullable Double csatDeviation,
            long npsCount,
            long promoterCount,
            long detractorCount) {}

    @SqlQuery
    @RegisterConstructorMapper(Voices.class)
    List<Voices> voices(@BindMethods ProcessOrder order);

    /** A milestone's contribution to the delay of plans. */
    record Delays(
            String milestone,
            int planCount,
            int lateCount,
            double medianOwnDelayDays,
            int totalOwnDelayDays,
            int blockedCount,
            @Nullable Double medianBlockedDays) {}

    @SqlQuery
    @RegisterConstructorMapper(Delays.class)
    List<Delays> bottlenecks(@BindMethods ProcessOrder order);
}
