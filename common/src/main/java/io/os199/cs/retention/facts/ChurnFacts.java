package io.os199.cs.retention.facts;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * The facts known about a client at the end of a day: a value for each feature that has one. Kept small, as training
 * holds many at once.
 */
@SuppressWarnings(
        "EnumOrdinal") // A map for each of some 100,000 rows would take four times the memory.
public final class ChurnFacts {
    private static final int FEATURES = ChurnFeature.values().length;

    private final String clientId;
    private final LocalDate asOf;

    /** In the order of the features; NaN where the value is unknown. */
    private final double[] values;

    private ChurnFacts(String clientId, LocalDate asOf, double[] values) {
        this.clientId = clientId;
        this.asOf = asOf;
        this.values = values;
    }

    /** Returns the facts of a client of which nothing is known yet. */
    public static ChurnFacts unknown(String clientId, LocalDate asOf) {
        double[] values = new double[FEATURES];
        Arrays.fill(values, Double.NaN);
        return new ChurnFacts(clientId, asOf, values);
    }

    public String clientId() {
        return clientId;
    }

    /** Returns the day, the {@code t} of the feature definitions. */
    public LocalDate asOf() {
        return asOf;
    }

    public @Nullable Double value(ChurnFeature feature) {
        double value = values[feature.ordinal()];
        return Double.isNaN(value) ? null : value;
    }

    /** Returns a copy with another value for one feature, absent for none: the facts if this alone changed. */
    public ChurnFacts with(ChurnFeature feature, @Nullable Double value) {
        double[] changed = values.clone();
        changed[feature.ordinal()] = value == null ? Double.NaN : value;
        return new ChurnFacts(clientId, asOf, changed);
    }
}
