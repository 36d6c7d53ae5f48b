package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.communication.campaign.CampaignRow;
import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.Personal.Kind;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of {@code send_personalized_email}.
 *
 * @param stoppedCount waiting messages that were cancelled
 * @param queuedAgainCount messages with an unknown outcome that are sent once more
 */
public record EmailAnswer(
        Instant computedAt,
        @Nullable Campaign campaign,
        MailAudience.@Nullable Counts audience,
        @Nullable EmailPreview preview,
        @Nullable Delivery delivery,
        @Nullable Metrics metrics,
        @Nullable List<CampaignResults.OfStatus> byStatus,
        @Nullable List<CampaignResults.Failure> failures,
        @Nullable List<CampaignResults.Link> links,
        @Nullable BigDecimal medianMinutesToOpen,
        @Nullable Integer stoppedCount,
        @Nullable Integer queuedAgainCount,
        @Nullable List<Item> items,
        @Nullable Long totalCount,
        @Nullable String nextCursor,
        @Nullable List<Recommendation> recommendations,
        List<DataGap> dataGaps,
        @Nullable Boolean isDryRun) {

    /** A campaign as it is stored. */
    public record Campaign(
            String campaignId,
            String campaignName,
            TemplateType templateType,
            MessageClass messageClass,
            String subjectLine,
            String senderEmail,
            MailCampaignStatus status,
            @Nullable Instant scheduledAt,
            Instant createdAt,
            int version) {
        static Campaign of(CampaignRow row) {
            return new Campaign(
                    row.campaignId(),
                    row.name(),
                    row.templateType(),
                    row.messageClass(),
                    row.subject(),
                    row.senderEmail(),
                    row.status(),
                    row.scheduledAt(),
                    row.createdAt(),
                    row.version());
        }
    }

    /** A campaign of the list. */
    public record Item(Campaign campaign, Metrics metrics) {}

    /**
     * How the mail is delivered.
     *
     * @param estimatedMinutes whole minutes for all recipients at the rate
     */
    public record Delivery(
            ProviderKind provider,
            DeliveryGuarantee guarantee,
            int ratePerSecond,
            @Nullable Integer estimatedMinutes) {
        static Delivery of(MailSettings.Sending sending, @Nullable Integer recipients) {
            return new Delivery(
                    sending.provider(),
                    sending.guarantee(),
                    sending.ratePerSecond(),
                    recipients == null || sending.provider() == ProviderKind.NONE
                            ? null
                            : Math.ceilDiv(recipients, sending.ratePerSecond() * 60));
        }
    }

    /** What recipients would get. */
    public record EmailPreview(List<Message> messages, List<String> warnings) {}

    /**
     * A message as one reader gets it; for callers who may not see personal data, names in it are reduced to
     * initials.
     */
    public record Message(
            String clientId,
            @Personal(Kind.EMAIL) String to,
            boolean untrusted,
            String subject,
            String bodyText) {
        private static final int LONGEST = 2_000;

        static Message of(Letter letter, boolean seesPersonalData) {
            MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
            return new Message(
                    letter.recipient().clientId(),
                    letter.recipient().address(),
                    true,
                    UntrustedText.name(texts.subject()),
                    UntrustedText.of(texts.bodyText(), LONGEST).text());
        }
    }

    /** Message counts and rates; a rate over nothing is absent. */
    public record Metrics(
            int messageCount,
            int sentCount,
            int deliveredCount,
            int openedCount,
            int clickedCount,
            int bouncedCount,
            int unsubscribedCount,
            int complaintCount,
            int unknownCount,
            @Nullable BigDecimal deliveryRate,
            @Nullable BigDecimal bounceRate,
            @Nullable BigDecimal openRate,
            @Nullable BigDecimal clickRate,
            @Nullable BigDecimal clickToOpenRate,
            @Nullable BigDecimal unsubscribeRate,
            @Nullable BigDecimal complaintRate) {
        /** @param isTold whether the provider reports what happens to a message after accepting it */
        static Metrics of(CampaignFigures figures, boolean isTold) {
            int sent = isTold ? figures.sentCount() : 0;
            int delivered = figures.deliveredCount();
            return new Metrics(
                    figures.messageCount(),
                    figures.sentCount(),
                    delivered,
                    figures.openedCount(),
                    figures.clickedCount(),
                    figures.bouncedCount(),
                    figures.unsubscribedCount(),
                    figures.complaintCount(),
                    figures.unknownCount(),
                    rate(delivered, sent),
                    rate(figures.bouncedCount(), sent),
                    rate(figures.openedCount(), delivered),
                    rate(figures.clickedCount(), delivered),
                    rate(figures.clickedCount(), figures.openedCount()),
                    rate(figures.unsubscribedCount(), delivered),
                    rate(figures.complaintCount(), delivered));
        }

        private static @Nullable BigDecimal rate(int part, int whole) {
            return whole == 0
                    ? null
                    : BigDecimal.valueOf(part)
                            .divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
        }
    }

    /** Collects the parts of an answer one by one. */
    static final class Builder {
        private final Instant computedAt;
        private final List<DataGap> gaps = new ArrayList<>();
        private @Nullable Campaign campaign;
        private MailAudience.@Nullable Counts audience;
        private @Nullable EmailPreview preview;
        private @Nullable Delivery delivery;
        private @Nullable CampaignResults results;
        private @Nullable Metrics metrics;
        private @Nullable List<Recommendation> recommendations;
        private @Nullable Integer stopped;
        private @Nullable Integer queuedAgain;
        private @Nullable Boolean isDryRun;

        Builder(Instant computedAt) {
            this.computedAt = computedAt;
        }

        Builder campaign(CampaignRow row) {
            campaign = Campaign.of(row);
            return this;
        }

        Builder audience(MailAudience.Counts counts) {
            audience = counts;
            return this;
        }

        Builder preview(EmailPreview shown) {
            preview = shown;
            return this;
        }

        Builder delivery(Delivery how) {
            delivery = how;
            return this;
        }

        Builder results(CampaignResults read, boolean isTold, List<Recommendation> rules) {
            results = read;
            metrics = Metrics.of(read.figures(), isTold);
            recommendations = rules;
            return this;
        }

        Builder stopped(int count) {
            stopped = count;
            return this;
        }

        Builder queuedAgain(int count) {
            queuedAgain = count;
            return this;
        }

        Builder gaps(List<DataGap> more) {
            gaps.addAll(more);
            return this;
        }

        Builder dryRun(boolean is) {
            isDryRun = is ? true : null;
            return this;
        }

        EmailAnswer build() {
            Double median = results == null ? null : results.figures().medianMinutesToOpen();
            return new EmailAnswer(
                    computedAt,
                    campaign,
                    audience,
                    preview,
                    delivery,
                    metrics,
                    results == null ? null : results.byStatus(),
                    results == null ? null : results.failures(),
                    results == null ? null : results.links(),
                    Rounded.figureOf(median),
                    stopped,
                    queuedAgain,
                    null,
                    null,
                    null,
                    recommendations,
                    gaps,
                    isDryRun);
        }
    }
}
