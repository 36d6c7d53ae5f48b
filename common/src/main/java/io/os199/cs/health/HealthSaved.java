package io.os199.cs.health;

import java.util.Set;

/**
 * The result of saving scores.
 *
 * @param clientIds the clients whose score was written, without those where a past day already had one
 */
public record HealthSaved(
        Set<String> clientIds, int indicatorsOpenedCount, int indicatorsResolvedCount) {
    public HealthSaved {
        clientIds = Set.copyOf(clientIds);
    }
}
