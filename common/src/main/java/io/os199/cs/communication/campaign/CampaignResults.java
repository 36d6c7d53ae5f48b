package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.MessageStatus;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The results of a campaign.
 *
 * @param byStatus in the order in which messages move
 * @param failures the most frequent first
 * @param links empty when {@code hasForgottenClicks}
 * @param hasForgottenClicks whether it is so long ago that it is no longer known where the clicks led
 * @param openQuartile over other campaigns of the class; empty when there are fewer than eight to compare with
 */
public record CampaignResults(
        CampaignFigures figures,
        List<OfStatus> byStatus,
        List<Failure> failures,
        List<Link> links,
        boolean hasForgottenClicks,
        Optional<Quartile> openQuartile) {
    private static final int MOST_LINKS = 20;

    /** The number of messages with a status. */
    public record OfStatus(MessageStatus status, int count) {}

    /** The number of messages that were not sent, or came back, for one reason. */
    public record Failure(String reason, int count) {}

    /** A link and the number of messages in which it was clicked. */
    public record Link(String url, int clickedCount) {}

    /** The first quartile of the opening rates of that many campaigns. */
    public record Quartile(double rate, int campaignCount) {}

    /**
     * Returns the results of a campaign.
     *
     * @param unsubscribeLinks the prefix of our unsubscribe links
     */
    public static CampaignResults of(
            Transaction tx, String campaignId, String unsubscribeLinks, Instant now) {
        ResultsDao dao = tx.dao(ResultsDao.class);
        boolean hasForgottenClicks = dao.hasForgottenClicks(campaignId);
        return new CampaignResults(
                figures(tx, List.of(campaignId))
                        .getOrDefault(campaignId, CampaignFigures.none(campaignId)),
                dao.byStatus(campaignId).stream()
                        .map(each -> new OfStatus(each.status(), each.count()))
                        .sorted(Comparator.comparing(OfStatus::status))
                        .toList(),
                dao.failures(campaignId).stream()
                        .map(each -> new Failure(each.reason(), each.count()))
                        .toList(),
                hasForgottenClicks
                        ? List.of()
                        : dao.links(campaignId, unsubscribeLinks, MOST_LINKS).stream()
                                .map(each -> new Link(each.url(), each.clickedCount()))
                                .toList(),
                hasForgottenClicks,
                dao.openQuartile(campaignId, now)
                        .map(each -> new Quartile(each.rate(), each.count())));
    }

    /** Whether it is so long ago that it is no longer known where all clicks of a campaign led. */
    public static boolean hasForgottenClicks(Transaction tx, String campaignId) {
        return tx.dao(ResultsDao.class).hasForgottenClicks(campaignId);
    }

    /** Returns the figures of campaigns; those without messages are missing. */
    public static Map<String, CampaignFigures> figures(Transaction tx, List<String> campaignIds) {
        return figures(tx, campaignIds, null);
    }

    /**
     * As {@link #figures(Transaction, List)}.
     *
     * @param since counts only messages written from then on; absent for all
     */
    public static Map<String, CampaignFigures> figures(
            Transaction tx, List<String> campaignIds, @Nullable Instant since) {
        return campaignIds.isEmpty()
                ? Map.of()
                : tx.dao(ResultsDao.class).figures(campaignIds, since).stream()
                        .collect(Collectors.toMap(CampaignFigures::campaignId, each -> each));
    }
}
