package io.os199.cs.feedback.metric;

import org.jspecify.annotations.Nullable;

/** The metrics, with how answers name and round them. */
public enum MetricType {
    NPS(
            Unit.POINTS,
            Better.HIGHER,
            Counted.ANSWERS,
            "adjusted_wald",
            "monitor_satisfaction",
            "Share of promoters (9-10) less that of detractors (0-6), one answer of each contact"),
    CSAT(
            Unit.RATE,
            Better.HIGHER,
            Counted.ANSWERS,
            "wilson",
            "monitor_satisfaction",
            "Share of answers of 4 or 5, one answer of each contact"),
    CES(
            Unit.MEAN_1_7,
            Better.HIGHER,
            Counted.ANSWERS,
            "student",
            "monitor_satisfaction",
            "Mean of answers from 1 to 7 (easiest), one answer of each contact"),
    CHURN_RATE(
            Unit.RATE,
            Better.LOWER,
            Counted.CLIENTS,
            "wilson",
            "track_revenue_expansion",
            "Share of the clients with ARR at the start that have none at the end; not annualised"),
    RETENTION_RATE(
            Unit.RATE,
            Better.HIGHER,
            Counted.CLIENTS,
            "wilson",
            "track_revenue_expansion",
            "Share of the clients with ARR at the start that still have some at the end"),
    GROSS_REVENUE_RETENTION(
            Unit.RATE,
            Better.HIGHER,
            Counted.CLIENTS,
            null,
            "track_revenue_expansion",
            "ARR at the end, of each client at most that at the start, over ARR at the start"),
    NET_REVENUE_RETENTION(
            Unit.RATE,
            Better.HIGHER,
            Counted.CLIENTS,
            null,
            "track_revenue_expansion",
            "ARR at the end over ARR at the start, of the clients that had some at the start"),
    EXPANSION_RATE(
            Unit.RATE,
            Better.HIGHER,
            Counted.CLIENTS,
            null,
            "track_revenue_expansion",
            "Expansion of the clients with ARR at the start over their ARR at the start"),
    TIME_TO_VALUE(
            Unit.DAYS,
            Better.LOWER,
            Counted.CLIENTS,
            null,
            "optimize_time_to_value",
            "Kaplan-Meier median of days to first value, of clients that started in the period"),
    FEATURE_ADOPTION(
            Unit.RATE,
            Better.HIGHER,
            Counted.CLIENTS,
            "student",
            "analyze_product_usage",
            "Mean over live clients of the features used over the features available"),
    ENGAGEMENT_SCORE(
            Unit.SCORE,
            Better.HIGHER,
            Counted.CLIENTS,
            "student",
            "calculate_health_score",
            "Mean over live clients of the newest stored engagement component of the last week"),
    HEALTH_SCORE(
            Unit.SCORE,
            Better.HIGHER,
            Counted.CLIENTS,
            "student",
            "calculate_health_score",
            "Mean over live clients of the newest stored health score of the last week"),
    SUPPORT_SATISFACTION(
            Unit.RATE,
            Better.HIGHER,
            Counted.TICKETS,
            "wilson",
            "monitor_satisfaction",
            "Share of ratings of 4 or 5 among the tickets rated");

    /** The unit of a value. */
    public enum Unit {
        POINTS(2),
        RATE(4),
        MEAN_1_7(2),
        DAYS(0),
        SCORE(2);

        private final int decimals;

        Unit(int decimals) {
            this.decimals = decimals;
        }

        int decimals() {
            return decimals;
        }
    }

    /** The direction that is good. */
    public enum Better {
        HIGHER,
        LOWER
    }

    /** The items that a sample counts. */
    public enum Counted {
        ANSWERS,
        CLIENTS,
        TICKETS
    }

    private final Unit unit;
    private final Better better;
    private final Counted counted;
    private final @Nullable String intervalMethod;
    private final String detailTool;
    private final String definition;

    MetricType(
            Unit unit,
            Better better,
            Counted counted,
            @Nullable String intervalMethod,
            String detailTool,
            String definition) {
        this.unit = unit;
        this.better = better;
        this.counted = counted;
        this.intervalMethod = intervalMethod;
        this.detailTool = detailTool;
        this.definition = definition;
    }

    public Unit unit() {
        return unit;
    }

    public Better better() {
        return better;
    }

    Counted counted() {
        return counted;
    }

    @Nullable String intervalMethod() {
        return intervalMethod;
    }

    String detailTool() {
        return detailTool;
    }

    String definition() {
        return definition;
    }

    /** Whether it measures whether clients stay, for which a single client has no value. */
    public boolean isOfPortfolio() {
        return this == CHURN_RATE || this == RETENTION_RATE;
    }

    /** Whether a client's own figure is a sample of its people's answers, and so not exact. */
    boolean isSampleOfClient() {
        return counted != Counted.CLIENTS;
    }
}
