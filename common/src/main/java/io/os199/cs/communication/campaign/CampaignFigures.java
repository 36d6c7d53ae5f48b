package io.os199.cs.communication.campaign;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The results of a campaign's messages; each message is counted once however many events it has.
 *
 * @param sentCount messages that the provider accepted
 * @param openedCount messages opened by people, as far as machines identify themselves
 * @param bouncedCount messages that came back, permanently or temporarily
 * @param unknownCount messages for which it is unknown whether the provider accepted them
 * @param firstSentAt absent when none was sent
 * @param medianMinutesToOpen from acceptance by the provider to the first opening by a person; absent when fewer than
 *     five were opened
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
    /** Returns the figures of a campaign without messages. */
    public static CampaignFigures none(String campaignId) {
        return new CampaignFigures(campaignId, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null);
    }

    /** Returns the summed figures of both campaigns; medians do not add up. */
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
