package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The parameters of the job over the portfolio.
 *
 * @param after the last client of the page before
 */
public record CertificateOrder(
        LocalDate asOf, int expiringWithinDays, int limit, @Nullable Position after) {
    /** The number of clients on a page by default. */
    public static final int USUAL_LIMIT = 50;

    /** The position of a client: those with the most certificates about to expire come first. */
    public record Position(int expiringCount, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparingInt(Position::expiringCount)
                        .reversed()
                        .thenComparing(Position::clientId);

        List<String> values() {
            return List.of(Integer.toString(expiringCount), clientId);
        }

        /** Reads a position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    Integer.parseInt(Objects.requireNonNull(values.getFirst())),
                    Objects.requireNonNull(values.getLast()));
        }
    }
}
