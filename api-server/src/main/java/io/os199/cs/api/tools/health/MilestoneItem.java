package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.tool.Doc;
import io.os199.cs.health.adoption.MilestoneImportance;
import io.os199.cs.health.adoption.PortfolioMilestones;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** A milestone with the state of one client, or of the portfolio. */
public record MilestoneItem(
        String milestoneKey,
        String name,
        MilestoneImportance importance,
        int targetDays,
        @JsonUnwrapped ClientMilestones.@Nullable State ofClient,
        @JsonUnwrapped @Nullable OfClients ofClients) {

    /** The state over the clients of the portfolio. */
    public record OfClients(
            int applicableClientCount,
            int achievedClientCount,
            int overdueClientCount,
            @Nullable @Doc("Of clients who have had the days of the target")
                    BigDecimal completionRate,
            @Nullable BigDecimal medianDays,
            @Nullable BigDecimal p25Days,
            @Nullable BigDecimal p75Days,
            @Nullable BigDecimal p90Days,
            @Nullable
                    @Doc(
                            "Mean health without its usage component of clients that reached it"
                                    + " minus others: an association, not a cause")
                    BigDecimal healthGapPoints) {}

    static MilestoneItem of(ClientMilestones.Item item) {
        return new MilestoneItem(
                item.milestoneKey(),
                item.name(),
                item.importance(),
                item.targetDays(),
                item.state(),
                null);
    }

    static MilestoneItem of(PortfolioMilestones.Item item) {
        return new MilestoneItem(
                item.milestoneKey(),
                item.name(),
                item.importance(),
                item.targetDays(),
                null,
                new OfClients(
                        item.applicableClientCount(),
                        item.achievedClientCount(),
                        item.overdueClientCount(),
                        item.completionRate(),
                        item.medianDays(),
                        item.p25Days(),
                        item.p75Days(),
                        item.p90Days(),
                        item.healthGapPoints()));
    }
}
