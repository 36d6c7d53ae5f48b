package io.os199.cs.retention.postmortem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The analysis of a departure.
 *
 * @param episodes the episodes of all signs, the earliest first
 * @param warningSigns the warning signs, the earliest first
 * @param trajectory the points, the earliest first
 * @param missed the missed steps in the order of their days
 * @param agreement absent for a reason that no sign supports
 * @param lookbackDays how many days before the departure were looked at
 * @param replayModelVersion the version behind the probabilities that were not stored at the time
 */
public record Postmortem(
        DepartureFacts facts,
        List<Episode> episodes,
        List<WarningSign> warningSigns,
        List<Point> trajectory,
        List<MissedStep> missed,
        ChurnReason.@Nullable Agreement agreement,
        int lookbackDays,
        int replayModelVersion) {
    public Postmortem {
        episodes = List.copyOf(episodes);
        warningSigns = List.copyOf(warningSigns);
        trajectory = List.copyOf(trajectory);
        missed = List.copyOf(missed);
    }

    /**
     * The state of the client on a day.
     *
     * @param origin the origin of the probability; absent without one
     */
    public record Point(
            LocalDate date,
            @Nullable BigDecimal healthScore,
            @Nullable Double churnProbability,
            @Nullable Integer modelVersion,
            @Nullable Origin origin,
            int userDayCount,
            int openTicketCount) {}
}
