package io.os199.cs.communication.delivery;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

/**
 * The properties that all messages of a campaign share.
 *
 * @param name for the team
 * @param isFannedOut whether one call wrote all of them, so that the clients' timelines get their entry when the
 *     first one leaves
 * @param wasHeld whether it was held and no mail of it has been accepted since
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
    /** Returns its texts. */
    public MailTexts texts() {
        return new MailTexts(subject, bodyText, bodyHtml);
    }
}
