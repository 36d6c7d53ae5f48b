package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted.
 *
 * @param after where the page before ended
 */
public record LifetimeOrder(
        LocalDate asOf, LifetimeQuery query, int limit, @Nullable Position after) {
    public static final int USUAL_LIMIT = 20;

    /**
     * The place of a client in the list.
     *
     * @param value by which it is ordered; absent for one that no lever makes worth more
     */
    public record Position(@Nullable Double value, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparing(
                                Position::value,
                                Comparator.nullsLast(Comparator.<Double>reverseOrder()))
                        .thenComparing(Position::clientId);

        /** As a cursor keeps it. */
        List<@Nullable String> values() {
            return Arrays.asList(value == null ? null : value.toString(), clientId);
        }

        /** What a cursor kept. */
        public static Position of(List<@Nullable String> values) {
            String value = values.getFirst();
            return new Position(
                    value == null ? null : Double.valueOf(value),
                    Objects.requireNonNull(values.getLast()));
        }
    }
}
