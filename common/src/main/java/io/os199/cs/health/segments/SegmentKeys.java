package io.os199.cs.health.segments;

import static io.os199.cs.health.segments.CriterionField.ARR_AMOUNT;
import static io.os199.cs.health.segments.CriterionField.HEALTH_BAND;
import static io.os199.cs.health.segments.CriterionField.INDUSTRY;
import static io.os199.cs.health.segments.CriterionField.LIFECYCLE_STAGE;
import static io.os199.cs.health.segments.CriterionField.USAGE_SCORE;
import static io.os199.cs.health.segments.CriterionOp.EQ;
import static io.os199.cs.health.segments.CriterionOp.GTE;
import static io.os199.cs.health.segments.CriterionOp.IS_PRESENT;
import static io.os199.cs.health.segments.CriterionOp.LT;
import static io.os199.cs.health.segments.CriterionOp.NOT_IN;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The keys and names of a split's segments, and the criteria by which a client belongs to each. */
final class SegmentKeys {
    /** In a custom split, the clients that are not in the segment. */
    static final String REST = "rest";

    /** In a split by industry, the small industries together; {@code UNKNOWN} stands for no industry. */
    static final String OTHER = "other";

    static final String UNKNOWN = "unknown";

    private static final String UNSCORED = "unscored";
    private static final String NO_USAGE_DATA = "no_usage_data";
    private static final List<String> VALUES = List.of("small", "standard", "high_value", "vip");
    private static final List<String> USAGES = List.of("dormant", "casual", "active", "power");
    private static final List<BigDecimal> USAGE_BOUNDS =
            List.of(BigDecimal.valueOf(40), BigDecimal.valueOf(70), BigDecimal.valueOf(85));

    private final SegmentOrder order;

    SegmentKeys(SegmentOrder order) {
        this.order = order;
    }

    /**
     * Returns the key of the one segment that a custom split keeps; names that differ only in case are the same
     * segment.
     */
    static String customKey(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the keys that exist whether or not a client has them; for industries, none. */
    List<String> fixed() {
        return switch (order.segmentationType()) {
            case VALUE_BASED, USAGE_BASED -> ends();
            case HEALTH_BASED ->
                    Stream.concat(
                                    Stream.of(HealthBand.values()).map(WireName::of),
                                    Stream.of(UNSCORED))
                            .toList();
            case LIFECYCLE -> Stream.of(LifecycleStage.values()).map(WireName::of).toList();
            case INDUSTRY -> List.of();
            case CUSTOM -> List.of(customKey(name()), REST);
        };
    }

    private List<String> ends() {
        List<String> keys = new ArrayList<>(ranges());
        if (order.segmentationType() == SegmentationType.USAGE_BASED) {
            keys.add(NO_USAGE_DATA);
        }
        return keys;
    }

    /** Returns the keys of the ranges of a number, lowest first: one more than {@link #bounds}. */
    List<String> ranges() {
        if (order.segmentationType() == SegmentationType.USAGE_BASED) {
            return USAGES;
        }
        if (areUsual(bounds())) {
            return VALUES;
        }
        return IntStream.rangeClosed(1, bounds().size() + 1).mapToObj(n -> "arr_" + n).toList();
    }

    /** Compares by value: 10000 and 10000.00 are the same threshold. */
    private static boolean areUsual(List<BigDecimal> bounds) {
        List<BigDecimal> usual = SegmentOrder.USUAL_THRESHOLDS;
        return bounds.size() == usual.size()
                && IntStream.range(0, usual.size())
                        .allMatch(i -> bounds.get(i).compareTo(usual.get(i)) == 0);
    }

    /** Returns the lower ends of all ranges but the lowest. */
    List<BigDecimal> bounds() {
        return order.segmentationType() == SegmentationType.USAGE_BASED
                ? USAGE_BOUNDS
                : order.arrThresholds();
    }

    /** Returns the name that is saved, which differs from those of other splits' segments. */
    String name(String key) {
        if (order.isCustom()) {
            return key.equals(REST) ? REST : name();
        }
        String label =
                order.segmentName() == null
                        ? switch (order.segmentationType()) {
                            case VALUE_BASED -> "Value";
                            case USAGE_BASED -> "Usage";
                            case HEALTH_BASED -> "Health";
                            case INDUSTRY -> "Industry";
                            default -> "Stage";
                        }
                        : order.segmentName();
        return UntrustedText.name(label + ": " + key.replace('_', ' '));
    }

    /**
     * Returns the criteria by which a client belongs to {@code key}, together with those that all clients of the
     * split meet; empty for the rest of a custom split, which the criteria language cannot express.
     *
     * @param all the keys of the split
     */
    List<Criterion> criteria(String key, List<String> all) {
        if (order.isCustom()) {
            return key.equals(REST) ? List.of() : order.criteria();
        }
        return Stream.concat(own(key, all).stream(), order.criteria().stream()).toList();
    }

    private List<Criterion> own(String key, List<String> all) {
        return switch (order.segmentationType()) {
            case VALUE_BASED -> range(ARR_AMOUNT, key);
            case USAGE_BASED ->
                    key.equals(NO_USAGE_DATA)
                            ? List.of(Criterion.missing(USAGE_SCORE))
                            : range(USAGE_SCORE, key);
            case HEALTH_BASED ->
                    key.equals(UNSCORED)
                            ? List.of(Criterion.missing(HEALTH_BAND))
                            : List.of(Criterion.of(HEALTH_BAND, EQ, key));
            case INDUSTRY -> industry(key, all);
            case LIFECYCLE -> List.of(Criterion.of(LIFECYCLE_STAGE, EQ, key));
            case CUSTOM -> throw new IllegalStateException("a custom split is its criteria");
        };
    }

    private List<Criterion> range(CriterionField field, String key) {
        int place = ranges().indexOf(key);
        List<Criterion> range = new ArrayList<>();
        if (place > 0) {
            range.add(Criterion.of(field, GTE, bounds().get(place - 1)));
        }
        if (place < bounds().size()) {
            range.add(Criterion.of(field, LT, bounds().get(place)));
        }
        return range;
    }

    private static List<Criterion> industry(String key, List<String> all) {
        if (key.equals(UNKNOWN)) {
            return List.of(Criterion.missing(INDUSTRY));
        }
        if (!key.equals(OTHER)) {
            return List.of(Criterion.of(INDUSTRY, EQ, key));
        }
        List<String> named =
                all.stream().filter(each -> !List.of(OTHER, UNKNOWN).contains(each)).toList();
        return named.isEmpty()
                ? List.of(new Criterion(INDUSTRY, IS_PRESENT, null, null))
                : List.of(new Criterion(INDUSTRY, NOT_IN, null, named));
    }

    private String name() {
        return Objects.requireNonNull(order.segmentName());
    }
}
