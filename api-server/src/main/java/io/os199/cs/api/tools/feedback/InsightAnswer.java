package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.Preview;
import io.os199.cs.communication.mail.Colleagues;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.insight.InsightEvidence;
import io.os199.cs.feedback.insight.InsightEvidence.AffectedClient;
import io.os199.cs.feedback.insight.InsightEvidence.TaggedFeature;
import io.os199.cs.feedback.insight.InsightLetter;
import io.os199.cs.feedback.insight.InsightRules;
import io.os199.cs.feedback.insight.SharedInsight;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.feedback.model.InsightType;
import io.os199.cs.feedback.model.InsightValue.PartName;
import io.os199.cs.feedback.model.InsightValue.Urgency;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An insight, what it is based on, and what happened to it.
 *
 * @param insightId absent for a dry run that shares
 * @param status a draft until a mail is queued; later the status given by product
 * @param quotes the clearest first; without client names unless they were asked for
 * @param similarInsights on the same items, or with a similar title
 * @param feedbackMovedCount items whose status advanced with this call
 * @param preview for a dry run with recipients
 */
public record InsightAnswer(
        @Nullable String insightId,
        int version,
        InsightStatus status,
        InsightType insightType,
        String title,
        Severity priority,
        @Nullable LocalDate dueDate,
        Evidence evidence,
        BigDecimal valueScore,
        List<ValuePart> valueParts,
        Urgency urgency,
        boolean leadershipRecommended,
        List<QuoteView> quotes,
        List<SimilarInsight> similarInsights,
        List<Delivery> delivery,
        int feedbackMovedCount,
        @Nullable Rendered preview,
        List<Recommendation> recommendations,
        @Nullable Boolean isDryRun,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated) {
    private static final int MOST_LISTED = 20;
    private static final int LONGEST_BODY = 8_000;

    /**
     * What the insight is based on.
     *
     * @param clients by ARR, the most first
     * @param arrShareRate of the portfolio's ARR
     * @param meanSentiment −1 to 1, over all scored items, not a sample
     * @param features named by tags of the items
     */
    public record Evidence(
            int feedbackCount,
            int clientCount,
            List<ClientView> clients,
            BigDecimal arrAmount,
            BigDecimal portfolioArrAmount,
            @Nullable BigDecimal arrShareRate,
            @Nullable BigDecimal meanSentiment,
            int scoredCount,
            List<TierView> byTier,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            @Nullable List<FeatureView> features) {}

    /** A client that the insight concerns. */
    public record ClientView(
            String clientId, String clientName, BigDecimal arrAmount, int feedbackCount) {}

    /** The clients of a tier. */
    public record TierView(Tier tier, int clientCount, int feedbackCount, BigDecimal arrAmount) {}

    /**
     * A feature that items are tagged with.
     *
     * @param usingClientCount of the clients above, in the last 30 days
     */
    public record FeatureView(String featureKey, int usingClientCount) {}

    /**
     * Points toward the value score.
     *
     * @param input what they were given for; absent where it is not known
     */
    public record ValuePart(PartName part, @Nullable String input, BigDecimal points) {}

    /** A quote from a customer. */
    public record QuoteView(
            boolean untrusted,
            @Personal(Personal.Kind.TEXT) String quoteText,
            @Nullable Boolean truncated,
            String feedbackId,
            @Nullable Label sentimentLabel) {}

    /** Another insight that may be the same. */
    public record SimilarInsight(
            String insightId, String title, int sharedFeedbackCount, InsightStatus status) {}

    /**
     * The delivery of the mail to one recipient, who is a colleague or someone outside.
     *
     * @param recipient a colleague
     * @param outsideRecipient an address in a domain other than the deployment's own
     */
    public record Delivery(
            @Nullable String recipient,
            @Nullable @Personal(Personal.Kind.EMAIL) String outsideRecipient,
            StaffMails.Delivery status) {}

    /** The mail as its recipients read it; customers' words are on lines that begin with &gt;. */
    public record Rendered(
            boolean untrusted,
            String subject,
            @Personal(Personal.Kind.TEXT) String bodyText,
            @Nullable Boolean truncated) {
        static Rendered of(InsightLetter letter) {
            UntrustedText body = UntrustedText.of(letter.body(), LONGEST_BODY);
            return new Rendered(
                    true, letter.subject(), body.text(), body.truncated() ? true : null);
        }
    }

    /** The preview that a person confirms before an insight is shared. */
    public record InsightPreview(
            int feedbackCount,
            int clientCount,
            int outsideCount,
            List<Delivery> recipients,
            Rendered mail)
            implements Preview {
        static InsightPreview of(
                SharedInsight shared, InsightLetter letter, Colleagues colleagues) {
            List<Delivery> recipients = delivery(shared, colleagues);
            return new InsightPreview(
                    shared.evidence().totals().feedbackCount(),
                    shared.evidence().clients().size(),
                    (int) recipients.stream().filter(each -> each.recipient() == null).count(),
                    recipients,
                    Rendered.of(letter));
        }

        @Override
        public String question() {
            return "Share this insight on %d items of feedback with %d people, %d of them outside our own domains?"
                    .formatted(feedbackCount, recipients.size(), outsideCount);
        }
    }

    static InsightAnswer of(
            SharedInsight shared,
            Colleagues colleagues,
            boolean isNew,
            boolean isDryRun,
            Instant now) {
        SharedInsight.Stored stored = shared.stored();
        InsightLetter letter = shared.letter();
        List<Truncation> truncated = truncated(shared);
        return new InsightAnswer(
                isDryRun && isNew ? null : stored.insightId(),
                stored.version(),
                stored.status(),
                stored.insightType(),
                stored.title(),
                stored.priority(),
                stored.dueDate(),
                evidence(shared.evidence()),
                Rounded.figure(shared.value().score()),
                shared.value().parts().stream()
                        .map(
                                each ->
                                        new ValuePart(
                                                each.part(),
                                                each.input(),
                                                Rounded.figure(each.points())))
                        .toList(),
                shared.value().urgency(stored.priority()),
                shared.value()
                        .isForLeadership(stored.priority(), shared.evidence().clients().size()),
                shared.evidence().quotes().stream()
                        .map(
                                each ->
                                        new QuoteView(
                                                true,
                                                each.text().text(),
                                                each.text().truncated() ? true : null,
                                                each.feedbackId(),
                                                each.sentiment()))
                        .toList(),
                shared.similar().stream()
                        .map(
                                each ->
                                        new SimilarInsight(
                                                each.insightId(),
                                                each.title(),
                                                each.sharedFeedbackCount(),
                                                each.status()))
                        .toList(),
                delivery(shared, colleagues),
                shared.movedCount(),
                isDryRun && letter != null ? Rendered.of(letter) : null,
                InsightRules.of(shared, isNew, now),
                isDryRun ? true : null,
                gaps(shared),
                truncated.isEmpty() ? null : truncated);
    }

    private static Evidence evidence(InsightEvidence evidence) {
        InsightEvidence.Totals totals = evidence.totals();
        List<TaggedFeature> features = evidence.features();
        return new Evidence(
                totals.feedbackCount(),
                evidence.clients().size(),
                evidence.clients().stream()
                        .limit(MOST_LISTED)
                        .map(
                                each ->
                                        new ClientView(
                                                each.clientId(),
                                                each.clientName(),
                                                Rounded.amount(each.arr()),
                                                each.feedbackCount()))
                        .toList(),
                Rounded.amount(evidence.arr()),
                Rounded.amount(totals.portfolioArr()),
                evidence.arrShare().map(each -> Rounded.rate(each.doubleValue())).orElse(null),
                Rounded.rateOf(totals.meanSentiment()),
                totals.scoredCount(),
                Arrays.stream(Tier.values())
                        .map(tier -> tier(tier, evidence.clients()))
                        .filter(each -> each.clientCount() > 0)
                        .toList(),
                totals.firstReceivedAt(),
                totals.lastReceivedAt(),
                features.isEmpty()
                        ? null
                        : features.stream()
                                .limit(MOST_LISTED)
                                .map(
                                        each ->
                                                new FeatureView(
                                                        each.featureKey(), each.usingClientCount()))
                                .toList());
    }

    private static TierView tier(Tier tier, List<AffectedClient> clients) {
        List<AffectedClient> those = clients.stream().filter(each -> each.tier() == tier).toList();
        return new TierView(
                tier,
                those.size(),
                those.stream().mapToInt(AffectedClient::feedbackCount).sum(),
                Rounded.amount(
                        those.stream()
                                .map(AffectedClient::arr)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    private static List<Delivery> delivery(SharedInsight shared, Colleagues colleagues) {
        return shared.sent().stream()
                .map(
                        each ->
                                colleagues.include(each.recipient())
                                        ? new Delivery(each.recipient(), null, each.status())
                                        : new Delivery(null, each.recipient(), each.status()))
                .toList();
    }

    private static List<DataGap> gaps(SharedInsight shared) {
        List<DataGap> gaps = new ArrayList<>();
        if (shared.evidence().arrShare().isEmpty()) {
            gaps.add(
                    new DataGap(
                            "evidence.arr_share_rate",
                            "no_revenue",
                            "The portfolio has no ARR: import contracts"));
        }
        if (shared.evidence().totals().scoredCount() == 0) {
            gaps.add(
                    new DataGap(
                            "evidence.mean_sentiment",
                            "not_scored",
                            "No item has a score, so sentiment gives no points: only English is"
                                    + " scored, imported items within minutes"));
        }
        if (shared.sent().stream()
                .anyMatch(each -> each.status() == StaffMails.Delivery.SKIPPED_NO_PROVIDER)) {
            gaps.add(
                    new DataGap(
                            "delivery",
                            "no_email_provider",
                            "Nothing is sent: the insight is kept as a draft. Hand it over"
                                    + " yourself, or share it anew once an email provider is set"
                                    + " up"));
        }
        return gaps;
    }

    private static List<Truncation> truncated(SharedInsight shared) {
        List<Truncation> cut = new ArrayList<>();
        cut("evidence.clients", shared.evidence().clients().size(), cut);
        cut("evidence.features", shared.evidence().features().size(), cut);
        cut("similar_insights", shared.similarCount(), cut);
        return cut;
    }

    private static void cut(String list, int total, List<Truncation> cut) {
        if (total > MOST_LISTED) {
            cut.add(new Truncation(list, MOST_LISTED, total));
        }
    }
}
