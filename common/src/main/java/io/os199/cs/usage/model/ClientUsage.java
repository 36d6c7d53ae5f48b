package io.os199.cs.usage.model;

import java.util.List;

/**
 * How one client used the product in a period.
 *
 * @param groups the client's known users; empty where they were not asked for
 * @param fallen among the first users of each group, those who were active, but on fewer days than before
 */
public record ClientUsage(UsageFacts facts, List<UserGroup> groups, List<UserDetail> fallen) {
    public ClientUsage {
        groups = List.copyOf(groups);
        fallen = List.copyOf(fallen);
    }
}
