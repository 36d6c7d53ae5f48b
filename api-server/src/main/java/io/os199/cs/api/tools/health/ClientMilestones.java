package io.os199.cs.api.tools.health;

import io.os199.cs.health.adoption.AdoptionMilestoneStatus;
import io.os199.cs.health.adoption.MilestoneImportance;
import io.os199.cs.health.adoption.Pace;
import io.os199.cs.health.adoption.PortfolioMilestones.Evidence;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The milestones of one client, as stored for a call that recorded some. */
public record ClientMilestones(
        Head head,
        LocalDate asOf,
        String framework,
        @Nullable Integer frameworkVersion,
        List<Item> milestones,
        List<Celebration> celebrations,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps) {

    /** The client's totals over all milestones of the framework. */
    public record Head(
            String clientId,
            String clientName,
            LocalDate startedOn,
            int sinceStartDays,
            int achievedCount,
            int applicableCount,
            @Nullable BigDecimal completionRate,
            Pace pace,
            @Nullable Next nextMilestone,
            List<Blocker> blockers) {}

    /** The open milestone with the earliest due date. */
    public record Next(String milestoneKey, String name, LocalDate dueOn, int dueInDays) {}

    /** A blocked milestone of the onboarding plan. */
    public record Blocker(
            String name,
            LocalDate dueOn,
            boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String blockerText,
            @Nullable Boolean truncated) {}

    public record Celebration(
            String milestoneKey,
            String name,
            MilestoneImportance importance,
            LocalDate achievedOn) {}

    /** One milestone. */
    public record Item(
            String milestoneKey,
            String name,
            MilestoneImportance importance,
            int targetDays,
            State state) {}

    public record State(
            LocalDate dueOn,
            AdoptionMilestoneStatus status,
            @Nullable LocalDate achievedOn,
            @Nullable Integer takenDays,
            @Nullable Integer lateDays,
            @Nullable Integer currentValue,
            @Nullable Integer neededValue,
            @Nullable Benchmark benchmark) {}

    /**
     * A benchmark over the peers whose clock started at least the target number of days ago; the days are those of
     * the peers that reached it.
     */
    public record Benchmark(
            @Nullable BigDecimal medianDays,
            @Nullable BigDecimal p25Days,
            @Nullable BigDecimal p75Days,
            @Nullable BigDecimal p90Days,
            BigDecimal completionRate,
            String peerGroup,
            int peerCount) {}
}
