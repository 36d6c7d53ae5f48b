package io.os199.cs.retention.facts;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;

/** What is known of a client at the end of a day: a value of each feature that has one. Small, as training holds many at once. */
@SuppressWarnings(
        "EnumOrdinal") // A map for each of some 100,000 rows would take four times the memory.
public final class ChurnFacts {
    private static final int FEATURES = ChurnFeature.values().length;

    private final String clientId;
    private final LocalDate asOf;

    /** By the features' order; not a number where nobody knows. */
    private final double[] values;

    private ChurnFacts(String clientId, LocalDate asOf, double[] values) {
        this.clientId = clientId;
        this.asOf = asOf;
        this.values = values;
    }

    /** Of whom nothing is known yet. */
    public static ChurnFacts unknown(String clientId, LocalDate asOf) {
        double[] values = new double[FEATURES];
        Arrays.fill(values, Double.NaN);
        return new ChurnFacts(clientId, asOf, values);
    }

    public String clientId() {
        return clientId;
    }

    /** The day, the {@code t} of the definitions. */
    public LocalDate asOf() {
        return asOf;
    }

    public @Nullable Double value(ChurnFeature feature) {
        double value = values[feature.ordinal()];
        return Double.isNaN(value) ? null : value;
    }

    /** The same with another value of one feature, absent for none: what would be if this changed alone. */
    public ChurnFacts with(ChurnFeature feature, @Nullable Double value) {
        double[] changed = values.clone();
        changed[feature.ordinal()] = value == null ? Double.NaN : value;
        return new ChurnFacts(clientId, asOf, changed);
    }
}
