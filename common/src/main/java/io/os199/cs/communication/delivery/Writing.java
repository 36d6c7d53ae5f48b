package io.os199.cs.communication.delivery;

import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Rebuilds the mail of a message from the texts of its campaign, the values stored when it was written, and its own
 * unsubscribe link. Mail that nobody requested individually gets a line with the link when its texts have none.
 */
final class Writing {
    private final Unsubscribing unsubscribing;

    Writing(Unsubscribing unsubscribing) {
        this.unsubscribing = unsubscribing;
    }

    OutgoingMail of(Campaign campaign, String messageId, String to, String tokenValues) {
        String url = unsubscribing.url(messageId, campaign.messageClass());
        Map<MailToken, String> values = Letters.values(tokenValues);
        values.put(MailToken.UNSUBSCRIBE_URL, url);
        MailTexts template = campaign.texts();
        MailTexts texts = template.with(values);
        boolean needsLine = campaign.messageClass() != MessageClass.SERVICE;
        boolean isInText = template.bodyText().contains(token());
        String html = template.bodyHtml();
        return new OutgoingMail(
                messageId,
                campaign.campaignId(),
                WireName.of(campaign.templateType()),
                campaign.senderEmail(),
                campaign.senderName(),
                to,
                texts.subject(),
                needsLine && !isInText
                        ? texts.bodyText() + "\n\n--\nUnsubscribe: " + url + "\n"
                        : texts.bodyText(),
                htmlWithLink(texts.bodyHtml(), needsLine && !contains(html), url),
                url);
    }

    private static @Nullable String htmlWithLink(
            @Nullable String html, boolean needsLine, String url) {
        return html == null || !needsLine
                ? html
                : html + "\n<p><a href=\"" + url + "\">Unsubscribe</a></p>\n";
    }

    private static boolean contains(@Nullable String html) {
        return html != null && html.contains(token());
    }

    private static String token() {
        return "{{" + MailToken.UNSUBSCRIBE_URL.word() + "}}";
    }
}
