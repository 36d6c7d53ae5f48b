package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tools.communication.EmailAnswer.Delivery;
import io.os199.cs.api.tools.communication.EmailAnswer.Metrics;
import io.os199.cs.api.tools.communication.NewsletterAnswer.Item;
import io.os199.cs.api.tools.communication.NewsletterAnswer.Performance;
import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.newsletter.Edition;
import io.os199.cs.communication.newsletter.EditionResults;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads which newsletters there are and how they performed. */
final class NewsletterReading {
    private final Database database;
    private final Newsletters newsletters;
    private final MailCampaigns campaigns;
    private final Cursors cursors;
    private final MailTold told;

    NewsletterReading(Database database, Newsletters newsletters, Cursors cursors) {
        this.database = database;
        this.newsletters = newsletters;
        this.campaigns = newsletters.campaigns();
        this.cursors = cursors;
        this.told = new MailTold(campaigns.settings());
    }

    Answer<NewsletterAnswer> get(NewsletterInput input, Call call) {
        return database.snapshot(
                tx ->
                        newsletters
                                .edition(tx, input.edition())
                                .then(edition -> get(tx, edition, call)));
    }

    private Answer<NewsletterAnswer> get(Transaction tx, Edition edition, Call call) {
        NewsletterAnswer.Builder answer =
                new NewsletterAnswer.Builder(call.now())
                        .edition(NewsletterAnswer.Edition.of(edition))
                        .delivery(Delivery.of(campaigns.settings().sending(), null))
                        .gaps(
                                edition.status() == NewsletterStatus.DRAFT
                                        ? new Outbox(campaigns.settings())
                                                .undelivered("edition.status")
                                        : List.of());
        String campaignId = edition.campaignId();
        if (campaignId == null) {
            return Answer.of(answer.build());
        }
        return campaigns
                .campaign(tx, campaignId)
                .map(
                        row -> {
                            String audience = row.audience();
                            return audience == null
                                    ? answer.build()
                                    : answer.audience(
                                                    Json.read(audience, MailAudience.Counts.class))
                                            .build();
                        });
    }

    Answer<NewsletterAnswer> performance(NewsletterInput input, Call call) {
        return database.snapshot(
                tx ->
                        newsletters
                                .edition(tx, input.edition())
                                .map(edition -> performance(tx, edition, call)));
    }

    private NewsletterAnswer performance(Transaction tx, Edition edition, Call call) {
        NewsletterAnswer.Builder answer =
                new NewsletterAnswer.Builder(call.now())
                        .edition(NewsletterAnswer.Edition.of(edition));
        String campaignId = edition.campaignId();
        if (campaignId == null) {
            return answer.gaps(
                            List.of(
                                    new DataGap(
                                            "performance",
                                            "not_sent",
                                            "Nothing of this edition has left yet: schedule it")))
                    .build();
        }
        EditionResults results = EditionResults.of(tx, edition, campaignId, newsletters.zone());
        boolean isTold = told.isTold(results.figures());
        return answer.performance(
                        Performance.of(results, isTold),
                        results.figures().sentCount() == 0
                                ? List.of()
                                : NewsletterRules.of(results))
                .gaps(MailTold.gaps(results.figures(), isTold))
                .gaps(gaps(edition, results))
                .gaps(
                        MailTold.forgotten(
                                "performance.sections.clicked_count", results.hasForgottenClicks()))
                .build();
    }

    private static List<DataGap> gaps(Edition edition, EditionResults results) {
        List<DataGap> gaps = new ArrayList<>();
        if (results.figures().sentCount() == 0) {
            gaps.add(
                    new DataGap(
                            "performance.metrics",
                            "not_sent",
                            "Nothing of this edition has left yet"));
            return gaps;
        }
        if (results.opensByHour().isEmpty()) {
            gaps.add(
                    new DataGap(
                            "performance.opens_by_hour",
                            "too_few_delivered",
                            "It needs 50 delivered messages and one that was opened"));
        }
        if (results.medians().isEmpty()) {
            gaps.add(
                    new DataGap(
                            "performance.vs_series_median",
                            "too_few_editions",
                            "It needs 3 editions that were sent before this one"));
        }
        List<String> shared =
                edition.parts().stream().flatMap(each -> each.addresses().stream()).toList();
        if (shared.stream().distinct().count() < shared.size()) {
            gaps.add(
                    new DataGap(
                            "performance.sections.click_share_rate",
                            "shared_link",
                            "Sections that lead to one address count its clicks each: give each"
                                    + " its own"));
        }
        return gaps;
    }

    private record Listed(@Nullable NewsletterStatus status) {}

    Answer<NewsletterAnswer> list(NewsletterInput input, Call call) {
        String digest = Cursors.digest("newsletters", new Listed(input.status()));
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(list(input, digest, null, null, call))
                : cursors.open(digest, cursor)
                        .map(
                                values ->
                                        list(
                                                input,
                                                digest,
                                                instant(values.get(0)),
                                                values.get(1),
                                                call));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private NewsletterAnswer list(
            NewsletterInput input,
            String digest,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            Call call) {
        return database.snapshot(
                tx -> {
                    List<Edition> rows =
                            newsletters.page(
                                    tx, input.status(), afterAt, afterId, input.limit() + 1);
                    Map<String, CampaignFigures> figures =
                            CampaignResults.figures(
                                    tx,
                                    rows.stream()
                                            .map(Edition::campaignId)
                                            .filter(Objects::nonNull)
                                            .toList());
                    Page<Item> page =
                            Page.of(
                                    rows.stream().map(row -> item(row, figures)).toList(),
                                    input.limit(),
                                    newsletters.count(tx, input.status()),
                                    AnswerBudget.of(input.limit(), NewsletterInput.USUAL_LIMIT),
                                    List.of(),
                                    last -> cursors.after(digest, position(last)));
                    return new NewsletterAnswer.Builder(call.now())
                            .page(page.items(), page.totalCount(), page.nextCursor())
                            .build();
                });
    }

    private static List<@Nullable String> position(Item last) {
        Instant at = last.edition().scheduledAt();
        List<@Nullable String> position = new ArrayList<>();
        position.add(at == null ? null : at.toString());
        position.add(last.edition().newsletterId());
        return position;
    }

    private Item item(Edition edition, Map<String, CampaignFigures> all) {
        String campaignId = edition.campaignId();
        CampaignFigures figures = campaignId == null ? null : all.get(campaignId);
        return new Item(
                NewsletterAnswer.Edition.of(edition),
                figures == null ? null : Metrics.of(figures, told.isTold(figures)));
    }
}
