package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What the job over the portfolio is asked for.
 *
 * @param after the last client of the page before
 */
public record CertificateOrder(
        LocalDate asOf, int expiringWithinDays, int limit, @Nullable Position after) {
    /** Clients on a page unless more are asked for. */
    public static final int USUAL_LIMIT = 50;

    /** The place of a client: those with most certificates about to end come first. */
    public record Position(int expiringCount, String clientId) {
        static final Comparator<Position> ORDER =
                Comparator.comparingInt(Position::expiringCount)
                        .reversed()
                        .thenComparing(Position::clientId);

        List<String> values() {
            return List.of(Integer.toString(expiringCount), clientId);
        }

        /** What a cursor kept. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    Integer.parseInt(Objects.requireNonNull(values.getFirst())),
                    Objects.requireNonNull(values.getLast()));
        }
    }
}
