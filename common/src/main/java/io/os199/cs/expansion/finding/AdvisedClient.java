package io.os199.cs.expansion.finding;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * A client whose findings as a whole call for action.
 *
 * @param findingCount of those that nothing blocks
 * @param blockedBy the guards that block the first finding shown
 * @param isAligned whether several go together with a renewal that is near
 * @param needsRepair whether risk or an escalation blocks findings that are shown
 * @param adviceCount over all clients, counting each of the two separately
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
