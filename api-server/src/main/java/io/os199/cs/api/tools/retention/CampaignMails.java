package io.os199.cs.api.tools.retention;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.campaign.Campaigns.StepMail;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The mails of a campaign as a person sees them before they are queued for their day. */
final class CampaignMails {
    private static final int LONGEST_BODY = 2_000;

    private CampaignMails() {}

    /** A mail as it would go out. */
    public record Shown(
            int stepNo,
            Instant sendAt,
            @Personal(Personal.Kind.EMAIL) String to,
            String subject,
            String bodyText,
            @Nullable Boolean truncated) {}

    static List<Shown> shown(List<StepMail> mails, boolean seesPersonalData) {
        return mails.stream().map(mail -> shown(mail, seesPersonalData)).toList();
    }

    private static Shown shown(StepMail mail, boolean seesPersonalData) {
        MailTexts texts = seesPersonalData ? mail.letter().texts() : mail.letter().masked();
        UntrustedText body = UntrustedText.of(texts.bodyText(), LONGEST_BODY);
        return new Shown(
                mail.stepNo(),
                mail.sendAt(),
                mail.letter().recipient().address(),
                UntrustedText.name(texts.subject()),
                body.text(),
                body.truncated() ? true : null);
    }
}
