package io.os199.cs.feedback.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How much an insight deserves a look, 0 to 100, as a sum of parts that each name their input.
 *
 * @param parts the parts in the order of the points table
 */
public record InsightValue(List<Part> parts) {
    private static final double CUSTOMERS = 30;
    private static final double REVENUE = 20;
    private static final double VOLUME = 15;
    private static final double SENTIMENT = 10;
    private static final double MANY = 10;
    private static final double LARGE_SHARE = 0.10;
    private static final double BAD = -0.30;

    private static final double URGENT = 80;
    private static final double HIGH = 60;
    private static final double MEDIUM = 40;
    private static final double FINE = 1e6;
    private static final int SEVERAL_CLIENTS = 5;

    public InsightValue {
        parts = List.copyOf(parts);
    }

    /** The things for which points are given. */
    public enum PartName {
        CUSTOMERS,
        REVENUE,
        PRIORITY,
        VOLUME,
        SENTIMENT
    }

    /** The urgency with which product should look at it. */
    public enum Urgency {
        URGENT,
        HIGH,
        MEDIUM,
        NORMAL
    }

    /**
     * Points with the input for which they were given.
     *
     * @param input absent where it is not known, which gives no points
     */
    public record Part(PartName part, @Nullable String input, double points) {}

    /**
     * Computes the value from the points table.
     *
     * @param arrShare the share of the portfolio's ARR; absent where there is none
     * @param meanSentiment absent where nothing is scored
     */
    public static InsightValue of(
            int clients,
            @Nullable BigDecimal arrShare,
            Severity priority,
            int items,
            @Nullable Double meanSentiment) {
        return new InsightValue(
                List.of(
                        new Part(
                                PartName.CUSTOMERS,
                                Integer.toString(clients),
                                CUSTOMERS * upToOne(clients / MANY)),
                        new Part(
                                PartName.REVENUE,
                                arrShare == null ? null : fixed(arrShare.doubleValue()),
                                arrShare == null
                                        ? 0
                                        : REVENUE * upToOne(arrShare.doubleValue() / LARGE_SHARE)),
                        new Part(PartName.PRIORITY, WireName.of(priority), points(priority)),
                        new Part(
                                PartName.VOLUME,
                                Integer.toString(items),
                                VOLUME * upToOne(items / MANY)),
                        new Part(
                                PartName.SENTIMENT,
                                meanSentiment == null ? null : fixed(meanSentiment),
                                meanSentiment == null ? 0 : points(meanSentiment))));
    }

    /** Returns the sum of the parts, rounded to remove binary floating-point error. */
    public double score() {
        return Math.round(parts.stream().mapToDouble(Part::points).sum() * FINE) / FINE;
    }

    /** Returns the urgency by priority or by score, whichever is higher. */
    public Urgency urgency(Severity priority) {
        double score = score();
        if (priority == Severity.CRITICAL || score >= URGENT) {
            return Urgency.URGENT;
        }
        if (priority == Severity.HIGH || score >= HIGH) {
            return Urgency.HIGH;
        }
        return score >= MEDIUM ? Urgency.MEDIUM : Urgency.NORMAL;
    }

    /** Whether leadership should hear of it. */
    public boolean isForLeadership(Severity priority, int clients) {
        return priority == Severity.CRITICAL
                || (priority == Severity.HIGH && clients >= SEVERAL_CLIENTS)
                || score() >= URGENT;
    }

    private static double points(Severity priority) {
        return switch (priority) {
            case CRITICAL -> 25;
            case HIGH -> 17;
            case MEDIUM -> 8;
            case LOW -> 4;
        };
    }

    private static double points(double meanSentiment) {
        if (meanSentiment <= BAD) {
            return SENTIMENT;
        }
        return meanSentiment < 0 ? SENTIMENT / 2 : 0;
    }

    private static double upToOne(double share) {
        return Math.clamp(share, 0, 1);
    }

    private static String fixed(double value) {
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
