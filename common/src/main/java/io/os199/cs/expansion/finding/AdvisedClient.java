package io.os199.cs.expansion.finding;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * A client whose findings as a whole call for something.
 *
 * @param findingCount of those that nothing holds back
 * @param blockedBy what holds back the first finding that is shown
 * @param isAligned several go together with a renewal that is near
 * @param needsRepair risk or an escalation holds findings back that are shown
 * @param adviceCount of all clients, each of the two counted
 */
public record AdvisedClient(
        String clientId,
        int findingCount,
        @Nullable LocalDate renewalDate,
        List<String> blockedBy,
        boolean isAligned,
        boolean needsRepair,
        int adviceCount) {
    public AdvisedClient {
        blockedBy = List.copyOf(blockedBy);
    }
}
