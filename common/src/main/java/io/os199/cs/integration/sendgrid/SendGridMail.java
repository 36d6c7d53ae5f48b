package io.os199.cs.integration.sendgrid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.communication.delivery.OutgoingMail;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * A mail as SendGrid takes it. The fields that SendGrid does not treat as personal, arguments and categories, hold
 * only ids.
 *
 * @param sandbox whether the mail is only checked
 * @param trackOpens and {@code trackClicks}: whether SendGrid reports who opened it and who clicked
 */
public record SendGridMail(boolean sandbox, boolean trackOpens, boolean trackClicks) {
    String of(OutgoingMail mail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        personalization(body.putArray("personalizations").addObject(), mail);
        ObjectNode from = body.putObject("from").put("email", mail.fromAddress());
        if (mail.fromName() != null) {
            from.put("name", mail.fromName());
        }
        body.put("subject", mail.subject());
        ArrayNode content = body.putArray("content");
        content.addObject().put("type", "text/plain").put("value", mail.bodyText());
        String html = mail.bodyHtml();
        if (html != null) {
            content.addObject()
                    .put("type", "text/html")
                    .put("value", untracked(html, mail.unsubscribeUrl()));
        }
        body.putArray("categories").add(mail.category());
        ObjectNode tracking = body.putObject("tracking_settings");
        tracking.putObject("click_tracking").put("enable", trackClicks).put("enable_text", false);
        tracking.putObject("open_tracking").put("enable", trackOpens);
        tracking.putObject("subscription_tracking").put("enable", false);
        if (sandbox) {
            body.putObject("mail_settings").putObject("sandbox_mode").put("enable", true);
        }
        return body.toString();
    }

    /**
     * Exempts the unsubscribe link from click tracking: unsubscribing is no click, and the link leads to us and
     * nowhere else.
     */
    private static String untracked(String html, @Nullable String unsubscribeUrl) {
        return unsubscribeUrl == null
                ? html
                : html.replaceAll(
                        "(?i)(<a\\s)(?=[^>]*href\\s*=\\s*[\"']?\\s*"
                                + Pattern.quote(unsubscribeUrl)
                                + ")",
                        "$1clicktracking=off ");
    }

    private static void personalization(ObjectNode person, OutgoingMail mail) {
        person.putArray("to").addObject().put("email", mail.to());
        ObjectNode arguments = person.putObject("custom_args").put("message_id", mail.messageId());
        if (!mail.campaignId().isEmpty()) {
            arguments.put("campaign_id", mail.campaignId());
        }
        if (mail.unsubscribeUrl() != null) {
            person.putObject("headers")
                    .put("List-Unsubscribe", "<" + mail.unsubscribeUrl() + ">")
                    .put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }
}
