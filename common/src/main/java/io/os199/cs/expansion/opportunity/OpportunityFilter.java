package io.os199.cs.expansion.opportunity;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A selection of opportunities; null matches any.
 *
 * @param stage null for all that are open
 */
public record OpportunityFilter(
        List<OpportunityType> wanted,
        @Nullable OpportunityStage stage,
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr) {
    public OpportunityFilter {
        wanted = List.copyOf(wanted);
    }

    /** Returns the {@link #wanted} types as stored. */
    public List<String> types() {
        return wanted.stream().map(WireName::of).toList();
    }
}
