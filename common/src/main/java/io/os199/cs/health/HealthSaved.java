package io.os199.cs.health;

import java.util.Set;

/**
 * What saving scores did.
 *
 * @param clientIds whose score was written: not where a past day had one already
 */
public record HealthSaved(
        Set<String> clientIds, int indicatorsOpenedCount, int indicatorsResolvedCount) {
    public HealthSaved {
        clientIds = Set.copyOf(clientIds);
    }
}
