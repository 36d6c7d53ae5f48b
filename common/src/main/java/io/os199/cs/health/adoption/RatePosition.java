package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A place in a list of features: the highest rate first, those without a rate last, then by key. */
public record RatePosition(@Nullable BigDecimal rate, String key) {
    /** A feature with the rate that it is ranked by. */
    public interface Rated {
        @Nullable BigDecimal rankingRate();

        String featureKey();
    }

    private static final Comparator<RatePosition> ORDER =
            Comparator.<RatePosition, @Nullable BigDecimal>comparing(
                            RatePosition::rate,
                            Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder()))
                    .thenComparing(RatePosition::key);

    static RatePosition of(Rated feature) {
        return new RatePosition(feature.rankingRate(), feature.featureKey());
    }

    /** Returns the features in order, starting with the first one after {@code position}. */
    public static <T extends Rated> List<T> sorted(
            List<T> features, @Nullable RatePosition position) {
        return features.stream()
                .filter(each -> position == null || ORDER.compare(of(each), position) > 0)
                .sorted(Comparator.comparing(RatePosition::of, ORDER))
                .toList();
    }

    /** Returns the values that a cursor holds for the place after {@code feature}. */
    public static List<@Nullable String> sortValues(Rated feature) {
        BigDecimal rate = feature.rankingRate();
        return Arrays.asList(rate == null ? null : rate.toPlainString(), feature.featureKey());
    }

    public static RatePosition ofSortValues(List<@Nullable String> values) {
        String rate = values.getFirst();
        return new RatePosition(
                rate == null ? null : new BigDecimal(rate),
                Objects.requireNonNull(values.getLast()));
    }
}
