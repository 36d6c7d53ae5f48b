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
 * What an insight rests on, as it is stored today.
 *
 * @param clients by ARR, the most first, all of them
 * @param features that tags of the items name
 * @param quotes of the items, the clearest first
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
     * What all items are together.
     *
     * @param meanSentiment of the scored ones
     * @param portfolioArr of every client of the deployment
     */
    public record Totals(
            int feedbackCount,
            int scoredCount,
            @Nullable Double meanSentiment,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            BigDecimal portfolioArr) {}

    /** Whom it concerns; without items where somebody said so. */
    public record AffectedClient(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable String industry,
            BigDecimal arr,
            int feedbackCount) {}

    /** A feature, and how many of the clients used it in the last 30 days. */
    public record TaggedFeature(String featureKey, int usingClientCount) {}

    /** A customer's words, without contact data and the name of who said them. */
    public record Quote(
            String clientId, String feedbackId, UntrustedText text, @Nullable Label sentiment) {}

    /** What the clients pay in a year. */
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
