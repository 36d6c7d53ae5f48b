package io.os199.cs.onboarding.plan;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads milestones with their tasks. */
@UseJoinedSql
interface MilestoneDao {
    /** Returns the milestones of a plan in their order, each with its tasks, as JSON of {@link Milestone}. */
    @SqlQuery
    List<String> ofPlan(String clientId, String planId);
}
