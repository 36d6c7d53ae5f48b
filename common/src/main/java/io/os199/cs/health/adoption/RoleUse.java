package io.os199.cs.health.adoption;

import java.util.Map;

/**
 * The users of one role.
 *
 * @param activeUserCount users active in the window
 * @param adopters how many of them are adopters of each feature, by its key
 */
public record RoleUse(String role, int activeUserCount, Map<String, Integer> adopters) {
    public int adopterCount(String featureKey) {
        return adopters.getOrDefault(featureKey, 0);
    }
}
