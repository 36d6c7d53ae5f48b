package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A campaign as stored.
 *
 * @param target as JSON
 * @param audience as JSON; absent for mail that other tools write
 * @param heldAt the time since which the provider has accepted none of its mail, also while it is being tried again
 * @param heldFor the provider's error, such as {@code 403}
 */
public record CampaignRow(
        String campaignId,
        String name,
        TemplateType templateType,
        MessageClass messageClass,
        String subject,
        String bodyText,
        @Nullable String bodyHtml,
        String senderEmail,
        @Nullable String senderName,
        String target,
        @Nullable String audience,
        @Nullable Instant scheduledAt,
        MailCampaignStatus status,
        int version,
        Instant createdAt,
        @Nullable Instant heldAt,
        @Nullable String heldFor) {
    /** Returns its texts. */
    public MailTexts texts() {
        return new MailTexts(subject, bodyText, bodyHtml);
    }
}
