package io.os199.cs.feedback.insight;

import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The evidence for an insight, as it is stored today.
 *
 * @param clients all clients, the highest ARR first
 * @param features the features that tags of the items name
 * @param quotes quotes from the items, the clearest first
 */
public record InsightEvidence(
        Totals totals,
        List<AffectedClient> clients,
        List<TaggedFeature> features,
        List<Quote> quotes) {
    private static final int SHARE_DECIMALS = 10;

    public InsightEvidence {
        clients = List.copyOf(clients);
        features = List.copyOf(features);
        quotes = List.copyOf(quotes);
    }

    /**
     * Totals over all items.
     *
     * @param meanSentiment the mean of the scored items
     * @param portfolioArr the ARR of every client of the deployment
     */
    public record Totals(
            int feedbackCount,
            int scoredCount,
            @Nullable Double meanSentiment,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            BigDecimal portfolioArr) {}

    /** A client that the insight concerns; one that was only named has no items. */
    public record AffectedClient(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable String industry,
            BigDecimal arr,
            int feedbackCount) {}

    /** A feature, and how many of the clients used it in the last 30 days. */
    public record TaggedFeature(String featureKey, int usingClientCount) {}

    /** A customer's words, without contact data and the name of the person who said them. */
    public record Quote(
            String clientId, String feedbackId, UntrustedText text, @Nullable Label sentiment) {}

    /** Returns the annual recurring revenue of the clients. */
    public BigDecimal arr() {
        return clients.stream().map(AffectedClient::arr).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The clients' share of the portfolio's ARR; empty where there is none. */
    public Optional<BigDecimal> arrShare() {
        return totals.portfolioArr().signum() > 0
                ? Optional.of(
                        arr().divide(totals.portfolioArr(), SHARE_DECIMALS, RoundingMode.HALF_UP))
                : Optional.empty();
    }
}
