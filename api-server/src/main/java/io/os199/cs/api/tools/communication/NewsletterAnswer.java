package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tools.communication.EmailAnswer.Delivery;
import io.os199.cs.api.tools.communication.EmailAnswer.EmailPreview;
import io.os199.cs.api.tools.communication.EmailAnswer.Metrics;
import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.communication.model.SectionType;
import io.os199.cs.communication.model.SubscriptionStatus;
import io.os199.cs.communication.newsletter.EditionResults;
import io.os199.cs.communication.newsletter.EditionResults.Rates;
import io.os199.cs.communication.newsletter.NewsletterSubscription;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Shortenable;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.Personal.Kind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of {@code automate_newsletters}.
 *
 * @param stoppedCount waiting messages that were cancelled
 * @param changedCount addresses that were subscribed or unsubscribed, or would be
 * @param leftOutCount addresses that cannot be subscribed here
 */
public record NewsletterAnswer(
        Instant computedAt,
        @Nullable Edition edition,
        MailAudience.@Nullable Counts audience,
        @Nullable EmailPreview preview,
        @Nullable Delivery delivery,
        @Nullable Integer stoppedCount,
        @Nullable List<TestMail> testMails,
        @Nullable Performance performance,
        @Nullable String clientId,
        @Nullable Integer changedCount,
        @Nullable Integer leftOutCount,
        @Nullable List<Subscription> subscriptions,
        @Nullable List<Item> items,
        @Nullable Long totalCount,
        @Nullable String nextCursor,
        @Nullable List<Recommendation> recommendations,
        List<DataGap> dataGaps,
        @Nullable Boolean isDryRun,
        @Nullable List<Truncation> truncated)
        implements Shortenable<NewsletterAnswer> {

    /** An edition as it is stored. */
    public record Edition(
            String newsletterId,
            String name,
            int editionNumber,
            String subjectLine,
            List<Part> sections,
            NewsletterStatus status,
            @Nullable Instant scheduledAt,
            @Nullable Recurrence recurrencePattern,
            @Nullable Instant seriesNextAt,
            @Nullable String campaignId,
            int version) {
        static Edition of(io.os199.cs.communication.newsletter.Edition edition) {
            return new Edition(
                    edition.newsletterId(),
                    edition.name(),
                    edition.editionNo(),
                    edition.subject(),
                    edition.parts().stream().map(Part::of).toList(),
                    edition.status(),
                    edition.scheduledAt(),
                    edition.recurrence(),
                    edition.seriesNextAt(),
                    edition.campaignId(),
                    edition.version());
        }

        private Edition with(List<Part> parts) {
            return new Edition(
                    newsletterId,
                    name,
                    editionNumber,
                    subjectLine,
                    parts,
                    status,
                    scheduledAt,
                    recurrencePattern,
                    seriesNextAt,
                    campaignId,
                    version);
        }
    }

    /**
     * A section.
     *
     * @param isUnwritten true where its content is still to be written
     */
    public record Part(SectionType type, String title, @Nullable Boolean isUnwritten) {
        static Part of(NewsletterSection section) {
            return new Part(section.type(), section.title(), section.lacksContent() ? true : null);
        }
    }

    /** An edition of the list; a draft has no metrics. */
    public record Item(Edition edition, @Nullable Metrics metrics) {}

    /** A test mail and its delivery status. */
    public record TestMail(@Personal(Kind.EMAIL) String recipient, StaffMails.Delivery status) {}

    /**
     * The performance of an edition.
     *
     * @param opensByHour by hour of the day in the deployment's zone
     */
    public record Performance(
            Metrics metrics,
            List<EditionResults.Section> sections,
            @Nullable BigDecimal medianMinutesToOpen,
            @Nullable List<EditionResults.Hour> opensByHour,
            @Nullable Comparison vsPreviousEdition,
            @Nullable Comparison vsSeriesMedian) {
        static Performance of(EditionResults results, boolean isTold) {
            Double median = results.figures().medianMinutesToOpen();
            return new Performance(
                    Metrics.of(results.figures(), isTold),
                    results.sections(),
                    Rounded.figureOf(median),
                    results.opensByHour().isEmpty() ? null : results.opensByHour(),
                    results.previous()
                            .map(
                                    each ->
                                            Comparison.of(
                                                    each.editionNo(),
                                                    null,
                                                    results.rates(),
                                                    each.rates()))
                            .orElse(null),
                    results.medians()
                            .map(
                                    each ->
                                            Comparison.of(
                                                    null,
                                                    each.editionCount(),
                                                    results.rates(),
                                                    each.rates()))
                            .orElse(null));
        }
    }

    /** The rates minus those of other editions; a rate that either side lacks is absent. */
    public record Comparison(
            @Nullable Integer editionNumber,
            @Nullable Integer editionCount,
            @Nullable BigDecimal deliveryRateChange,
            @Nullable BigDecimal openRateChange,
            @Nullable BigDecimal clickRateChange,
            @Nullable BigDecimal clickToOpenRateChange,
            @Nullable BigDecimal unsubscribeRateChange) {
        private static Comparison of(
                @Nullable Integer number, @Nullable Integer count, Rates own, Rates others) {
            return new Comparison(
                    number,
                    count,
                    less(own.delivery(), others.delivery()),
                    less(own.open(), others.open()),
                    less(own.click(), others.click()),
                    less(own.clickToOpen(), others.clickToOpen()),
                    less(own.unsubscribe(), others.unsubscribe()));
        }

        private static @Nullable BigDecimal less(@Nullable Double own, @Nullable Double other) {
            return own == null || other == null ? null : Rounded.rate(own - other);
        }
    }

    /** Whether an address receives newsletters, and what it did with those it received. */
    public record Subscription(
            @Personal(Kind.EMAIL) String contactEmail,
            SubscriptionStatus status,
            @Nullable Instant changedAt,
            @Nullable @Personal(Kind.TEXT) String source,
            int sentCount,
            int openedCount,
            @Nullable Instant lastOpenedAt) {
        static Subscription of(NewsletterSubscription each) {
            return new Subscription(
                    each.contactEmail(),
                    each.status(),
                    each.changedAt(),
                    each.source(),
                    each.sentCount(),
                    each.openedCount(),
                    each.lastOpenedAt());
        }
    }

    @Override
    public AnswerBudget budget() {
        return items == null ? AnswerBudget.USUAL : AnswerBudget.RAISED;
    }

    @Override
    public NewsletterAnswer shortened() {
        List<Truncation> cut = new ArrayList<>();
        Builder rest = builder();
        EmailPreview shown = preview;
        if (shown != null && shown.messages().size() > 1) {
            cut.add(new Truncation("preview.messages", 1, shown.messages().size()));
            rest.preview(new EmailPreview(shown.messages().subList(0, 1), shown.warnings()));
        }
        List<Subscription> people = subscriptions;
        if (people != null) {
            int fitting =
                    budget().fitting(
                                    people.stream().map(Json::tree).toList(),
                                    Json.tree(rest.subscriptions(List.of()).build()));
            cut.add(new Truncation("subscriptions", fitting, people.size()));
            rest.subscriptions(people.subList(0, fitting));
        } else if (edition != null) {
            List<Part> parts = edition.sections();
            rest.edition(edition.with(List.of()));
            int fitting = budget().fitting(parts, Json.tree(rest.build()));
            if (fitting < parts.size()) {
                cut.add(new Truncation("edition.sections", fitting, parts.size()));
            }
            rest.edition(edition.with(parts.subList(0, fitting)));
        }
        return rest.truncated(cut).build();
    }

    private Builder builder() {
        Builder builder = new Builder(computedAt);
        builder.edition = edition;
        builder.audience = audience;
        builder.preview = preview;
        builder.delivery = delivery;
        builder.stoppedCount = stoppedCount;
        builder.testMails = testMails;
        builder.performance = performance;
        builder.clientId = clientId;
        builder.changedCount = changedCount;
        builder.leftOutCount = leftOutCount;
        builder.subscriptions = subscriptions;
        builder.items = items;
        builder.totalCount = totalCount;
        builder.nextCursor = nextCursor;
        builder.recommendations = recommendations;
        builder.gaps.addAll(dataGaps);
        builder.isDryRun = isDryRun;
        return builder;
    }

    /** Collects the parts of an answer one by one. */
    static final class Builder {
        private final Instant computedAt;
        private final List<DataGap> gaps = new ArrayList<>();
        private @Nullable Edition edition;
        private MailAudience.@Nullable Counts audience;
        private @Nullable EmailPreview preview;
        private @Nullable Delivery delivery;
        private @Nullable Integer stoppedCount;
        private @Nullable List<TestMail> testMails;
        private @Nullable Performance performance;
        private @Nullable String clientId;
        private @Nullable Integer changedCount;
        private @Nullable Integer leftOutCount;
        private @Nullable List<Subscription> subscriptions;
        private @Nullable List<Item> items;
        private @Nullable Long totalCount;
        private @Nullable String nextCursor;
        private @Nullable List<Recommendation> recommendations;
        private @Nullable Boolean isDryRun;
        private @Nullable List<Truncation> truncated;

        Builder(Instant computedAt) {
            this.computedAt = computedAt;
        }

        Builder edition(Edition shown) {
            edition = shown;
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

        Builder stopped(int count) {
            stoppedCount = count;
            return this;
        }

        Builder testMails(List<TestMail> mails) {
            testMails = mails;
            return this;
        }

        Builder performance(Performance read, List<Recommendation> rules) {
            performance = read;
            recommendations = rules;
            return this;
        }

        Builder changed(String ofClient, @Nullable Integer changed, @Nullable Integer leftOut) {
            clientId = ofClient;
            changedCount = changed;
            leftOutCount = leftOut == null || leftOut == 0 ? null : leftOut;
            return this;
        }

        Builder subscriptions(List<Subscription> all) {
            subscriptions = all;
            return this;
        }

        Builder page(List<Item> shown, long total, @Nullable String cursor) {
            items = shown;
            totalCount = total;
            nextCursor = cursor;
            return this;
        }

        Builder gaps(List<DataGap> more) {
            gaps.addAll(more);
            return this;
        }

        Builder dryRun() {
            isDryRun = true;
            return this;
        }

        Builder truncated(List<Truncation> cut) {
            truncated = cut.isEmpty() ? null : List.copyOf(cut);
            return this;
        }

        NewsletterAnswer build() {
            return new NewsletterAnswer(
                    computedAt,
                    edition,
                    audience,
                    preview,
                    delivery,
                    stoppedCount,
                    testMails,
                    performance,
                    clientId,
                    changedCount,
                    leftOutCount,
                    subscriptions,
                    items,
                    totalCount,
                    nextCursor,
                    recommendations,
                    List.copyOf(gaps),
                    isDryRun,
                    truncated);
        }
    }
}
