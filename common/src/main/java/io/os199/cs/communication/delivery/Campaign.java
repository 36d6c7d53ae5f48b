package io.os199.cs.communication.delivery;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

/**
 * What all messages of a campaign have in common.
 *
 * @param name for the team
 * @param isFannedOut whether one call wrote all of them, and the clients' timelines are told when the first one leaves
 * @param wasHeld and of which nothing was taken since
 */
public record Campaign(
        String campaignId,
        String name,
        TemplateType templateType,
        MessageClass messageClass,
        String subject,
        String bodyText,
        @Nullable String bodyHtml,
        String senderEmail,
        @Nullable String senderName,
        boolean isFannedOut,
        boolean wasHeld) {
    /** All that is read. */
    public MailTexts texts() {
        return new MailTexts(subject, bodyText, bodyHtml);
    }
}
