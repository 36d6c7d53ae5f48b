package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The request for a run over the portfolio, frozen when it is submitted.
 *
 * @param after where the previous page ended
 */
public record LifetimeOrder(
        LocalDate asOf, LifetimeQuery query, int limit, @Nullable Position after) {
    public static final int USUAL_LIMIT = 20;

    /**
     * The position of a client in the list.
     *
     * @param value the sort value; absent for a client whose value no lever raises
     */
    public record Position(@Nullable Double value, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparing(
                                Position::value,
                                Comparator.nullsLast(Comparator.<Double>reverseOrder()))
                        .thenComparing(Position::clientId);

        /** The values that a cursor holds. */
        List<@Nullable String> values() {
            return Arrays.asList(value == null ? null : value.toString(), clientId);
        }

        /** The position for the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            String value = values.getFirst();
            return new Position(
                    value == null ? null : Double.valueOf(value),
                    Objects.requireNonNull(values.getLast()));
        }
    }
}
