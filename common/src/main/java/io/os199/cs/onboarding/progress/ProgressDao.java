package io.os199.cs.onboarding.progress;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads plans with the facts by which their standing is judged. */
@UseJoinedSql
interface ProgressDao {
    /**
     * Returns JSON of a {@link TrackedPlan}: the plan with that id, else the live one, else the newest; empty where
     * the client has no such plan.
     */
    @SqlQuery
    Optional<String> one(String clientId, @Nullable String planId, LocalDate asOf);

    /** Returns JSON of all {@link TrackedPlan}s that were under way. */
    @PlannedForItsValues
    @SqlQuery
    List<String> live(
            LocalDate asOf, boolean isPast, @Nullable Tier tier, @Nullable Complexity complexity);

    /** Returns JSON of a {@link TeamFacts} since {@code start}. */
    @SqlQuery
    String team(String clientId, String planId, Tier tier, LocalDate start, LocalDate asOf);
}
