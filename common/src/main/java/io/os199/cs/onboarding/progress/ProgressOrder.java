package io.os199.cs.onboarding.progress;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the plans under way a job is asked for.
 *
 * @param isPast whether {@code asOf} was before the day of the call
 * @param after the last plan of the previous page
 */
public record ProgressOrder(
        LocalDate asOf, boolean isPast, Query query, int limit, @Nullable Position after) {
    /** The default of {@code limit}. */
    public static final int USUAL_LIMIT = 50;

    /**
     * The filter shared by all pages of one list.
     *
     * @param csmHash hash of the name of the manager, which is not stored with a job
     */
    public record Query(
            @Nullable String csmHash,
            @Nullable Tier productTier,
            RiskLevel minRiskLevel,
            LocalDate asOf) {}

    /**
     * A plan's position in the list: the most at risk first, and among those the latest.
     *
     * @param marginDays absent for a plan on hold, which comes last
     */
    public record Position(int riskScore, @Nullable Integer marginDays, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparingInt((Position at) -> -at.riskScore)
                        .thenComparing(
                                Position::marginDays,
                                Comparator.nullsLast(Comparator.<Integer>naturalOrder()))
                        .thenComparing(Position::clientId);

        /** Returns the values that a cursor holds. */
        List<@Nullable String> values() {
            return Arrays.asList(
                    String.valueOf(riskScore),
                    marginDays == null ? null : marginDays.toString(),
                    clientId);
        }

        /** Returns the position from a cursor's values. */
        public static Position of(List<@Nullable String> values) {
            String margin = values.get(1);
            return new Position(
                    Integer.parseInt(String.valueOf(values.get(0))),
                    margin == null ? null : Integer.valueOf(margin),
                    String.valueOf(values.get(2)));
        }
    }
}
