package io.os199.cs.onboarding.progress;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the plans under way are asked for, as a job is asked for them.
 *
 * @param isPast whether {@code asOf} was before the day of the call
 * @param after the last plan of the page before
 */
public record ProgressOrder(
        LocalDate asOf, boolean isPast, Query query, int limit, @Nullable Position after) {
    /** Default of {@code limit}. */
    public static final int USUAL_LIMIT = 50;

    /**
     * What makes two pages pages of one list.
     *
     * @param csmHash of the name of the manager, which is not kept with a job
     */
    public record Query(
            @Nullable String csmHash,
            @Nullable Tier productTier,
            RiskLevel minRiskLevel,
            LocalDate asOf) {}

    /**
     * Where a plan stands in the list: the most endangered first, of those the latest.
     *
     * @param marginDays absent of a plan on hold, which comes last
     */
    public record Position(int riskScore, @Nullable Integer marginDays, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparingInt((Position at) -> -at.riskScore)
                        .thenComparing(
                                Position::marginDays,
                                Comparator.nullsLast(Comparator.<Integer>naturalOrder()))
                        .thenComparing(Position::clientId);

        /** As a cursor holds it. */
        List<@Nullable String> values() {
            return Arrays.asList(
                    String.valueOf(riskScore),
                    marginDays == null ? null : marginDays.toString(),
                    clientId);
        }

        /** Of a cursor's values. */
        public static Position of(List<@Nullable String> values) {
            String margin = values.get(1);
            return new Position(
                    Integer.parseInt(String.valueOf(values.get(0))),
                    margin == null ? null : Integer.valueOf(margin),
                    String.valueOf(values.get(2)));
        }
    }
}
