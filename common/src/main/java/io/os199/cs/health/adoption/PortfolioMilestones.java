package io.os199.cs.health.adoption;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The result of a run over the portfolio. */
public record PortfolioMilestones(
        LocalDate asOf,
        String framework,
        @Nullable Integer frameworkVersion,
        int clientCount,
        int recordedCount,
        List<Item> milestones,
        List<StuckClient> stuck,
        List<AheadClient> ahead,
        List<Celebration> celebrations,
        @Nullable List<Truncation> truncated,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps) {

    /**
     * One milestone.
     *
     * @param completionRate among the clients whose target days have passed; the days are those that such clients
     *     took
     */
    public record Item(
            String milestoneKey,
            String name,
            MilestoneImportance importance,
            int targetDays,
            int applicableClientCount,
            int achievedClientCount,
            int overdueClientCount,
            @Nullable BigDecimal completionRate,
            @Nullable BigDecimal medianDays,
            @Nullable BigDecimal p25Days,
            @Nullable BigDecimal p75Days,
            @Nullable BigDecimal p90Days,
            @Nullable BigDecimal healthGapPoints) {}

    public record StuckClient(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            String milestoneKey,
            int lateDays,
            int currentValue,
            int neededValue) {}

    public record AheadClient(
            String clientId, String clientName, BigDecimal arrAmount, int achievedCount) {}

    /** An achievement to congratulate a client on. */
    public record Celebration(
            String clientId, String clientName, String milestoneKey, LocalDate achievedOn) {}

    /**
     * The data that the result was computed from.
     *
     * @param cutAt rows later than this do not count
     */
    public record Evidence(Instant cutAt, Map<String, Long> rowCounts) {}
}
