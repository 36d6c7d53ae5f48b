package io.os199.cs.communication.campaign;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of the messages of a campaign; each is counted once however many events it has.
 *
 * @param sentCount that the provider took
 * @param openedCount by people, as far as machines say that they are
 * @param bouncedCount that came back, for good or for now
 * @param unknownCount of which nobody knows whether the provider took them
 * @param firstSentAt absent where none was
 * @param medianMinutesToOpen from the provider's taking to the first opening by a person; absent where fewer than five were opened
 */
public record CampaignFigures(
        String campaignId,
        int messageCount,
        int sentCount,
        int deliveredCount,
        int openedCount,
        int clickedCount,
        int bouncedCount,
        int unsubscribedCount,
        int complaintCount,
        int unknownCount,
        @Nullable Instant firstSentAt,
        @Nullable Double medianMinutesToOpen) {
    /** Of a campaign without messages. */
    public static CampaignFigures none(String campaignId) {
        return new CampaignFigures(campaignId, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null);
    }

    /** Of both campaigns together; medians do not add up. */
    public CampaignFigures plus(CampaignFigures other) {
        return new CampaignFigures(
                campaignId,
                messageCount + other.messageCount,
                sentCount + other.sentCount,
                deliveredCount + other.deliveredCount,
                openedCount + other.openedCount,
                clickedCount + other.clickedCount,
                bouncedCount + other.bouncedCount,
                unsubscribedCount + other.unsubscribedCount,
                complaintCount + other.complaintCount,
                unknownCount + other.unknownCount,
                null,
                null);
    }
}
