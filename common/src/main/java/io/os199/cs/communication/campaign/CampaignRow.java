package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.CampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A campaign as it is stored.
 *
 * @param target as JSON
 * @param audience as JSON; absent of mail that other tools write
 * @param heldAt since when the provider takes nothing of it, also while it is tried
 * @param heldFor what the provider says, as {@code 403}
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
        CampaignStatus status,
        int version,
        Instant createdAt,
        @Nullable Instant heldAt,
        @Nullable String heldFor) {
    /** What it says. */
    public MailTexts texts() {
        return new MailTexts(subject, bodyText, bodyHtml);
    }
}
