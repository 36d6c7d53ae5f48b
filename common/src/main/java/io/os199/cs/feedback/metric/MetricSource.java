package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** The source of the figures of a metric. */
interface MetricSource {
    Measured read();

    /**
     * Returns the values in the period of the clients of a filter that are served today and have one, without the
     * client asked about.
     */
    List<PeerValue> peers(RevenueFilter among, String except);

    /** Returns the clients of a group with the lowest values in the period. */
    List<String> lowest(String dimension, String key, int most);

    static MetricSource of(Transaction tx, MetricQuestion question) {
        return switch (question.type()) {
            case NPS, CSAT, CES, SUPPORT_SATISFACTION -> new RatingSource(tx, question);
            case CHURN_RATE,
                    RETENTION_RATE,
                    GROSS_REVENUE_RETENTION,
                    NET_REVENUE_RETENTION,
                    EXPANSION_RATE ->
                    new RevenueSource(tx, question);
            case TIME_TO_VALUE -> new FirstValueSource(tx, question);
            case ENGAGEMENT_SCORE, HEALTH_SCORE -> new ScoreSource(tx, question);
            case FEATURE_ADOPTION -> FeatureUseSource.ofAll(tx, question);
        };
    }
}
