package io.os199.cs.retention.campaign;

import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.campaign.CampaignStepsDao.DueMail;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The mails that carry out steps of campaigns: each goes to the client's primary contact, at ten on its day. */
final class CampaignMail {
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final TemplateType TYPE = TemplateType.HEALTH_CHECK;

    private final Mail mail;

    CampaignMail(Mail mail) {
        this.mail = mail;
    }

    List<DataGap> undelivered(String field) {
        return mail.outbox().undelivered(field);
    }

    /** Returns when a mail that is due on a day is sent. */
    static Instant at(LocalDate due) {
        return due.atTime(TEN).toInstant(ZoneOffset.UTC);
    }

    static Recipient recipient(Transaction tx, String clientId) {
        return Recipients.of(tx, Audience.primaryOf(List.of(clientId), TYPE.messageClass()))
                .getFirst();
    }

    Letter letter(
            Transaction tx, Recipient recipient, MailTexts texts, LocalDate due, LocalDate today) {
        LocalDate sendOn = due.isBefore(today) ? today : due;
        return mail.letters().write(tx, texts, List.of(recipient), sendOn, today).getFirst();
    }

    /** Queues the mail of a step and returns the message's id. */
    String queue(
            Transaction tx,
            String campaignId,
            int stepNo,
            CampaignType type,
            @Nullable String automationId,
            Letter letter,
            LocalDate due,
            Instant now) {
        EmailCampaign campaign =
                new EmailCampaign(
                        "Campaign step",
                        TYPE,
                        letter.template(),
                        Map.of("campaign_type", type),
                        null,
                        automationId);
        String emailCampaignId =
                automationId == null
                        ? mail.outbox().open(tx, campaign, now)
                        : mail.outbox().ofAutomation(tx, campaign, now);
        return mail.outbox()
                .queue(
                        tx,
                        emailCampaignId,
                        campaignId + " " + stepNo,
                        List.of(letter),
                        at(due),
                        now)
                .getFirst()
                .messageId();
    }

    /** Queues the due mails of the clients that can be written to by now, and returns how many were queued. */
    int queueDue(Transaction tx, List<DueMail> due, LocalDate today, Instant now) {
        int queued = 0;
        for (DueMail each : due) {
            Recipient recipient = recipient(tx, each.clientId());
            if (!recipient.isReachable()) {
                continue;
            }
            Letter letter =
                    letter(
                            tx,
                            recipient,
                            new MailTexts(each.subject(), each.bodyText()),
                            each.dueDate(),
                            today);
            if (letter.missing().isEmpty()) {
                String messageId =
                        queue(
                                tx,
                                each.campaignId(),
                                each.stepNo(),
                                each.campaignType(),
                                each.automationId(),
                                letter,
                                each.dueDate(),
                                now);
                tx.dao(CampaignStepsDao.class)
                        .queued(each.clientId(), each.campaignId(), each.stepNo(), messageId, now);
                queued++;
            }
        }
        return queued;
    }

    /** Queues again the mail of a step that is to be done after all; empty where the mail cannot be restored. */
    Optional<String> again(
            Transaction tx,
            RetentionCampaign campaign,
            CampaignStep step,
            LocalDate due,
            Instant now) {
        return mail.outbox()
                .again(
                        tx,
                        campaign.clientId(),
                        Objects.requireNonNull(step.messageId()),
                        campaign.campaignId() + " " + step.stepNo() + " " + campaign.version(),
                        at(due),
                        now)
                .map(Outbox.Queued::messageId);
    }

    void postpone(Transaction tx, String clientId, String messageId, LocalDate due, Instant now) {
        mail.outbox().postpone(tx, clientId, messageId, at(due), now);
    }

    /** Returns in words why nobody can be written to. */
    static String why(@Nullable Exclusion exclusion) {
        return switch (Objects.requireNonNull(exclusion)) {
            case NO_RECIPIENT -> "none: the client has no contact with an address";
            case LEFT_COMPANY -> "left: everybody with an address has left the client";
            case INVALID_ADDRESS -> "invalid_address: the address of its primary contact is none";
            case SUPPRESSED ->
                    "suppressed: mail to the address of its primary contact bounced, or was"
                            + " reported";
            case UNSUBSCRIBED -> "suppressed: its primary contact has unsubscribed";
            case CLIENT_INACTIVE, DUPLICATE_ADDRESS, NOT_SUBSCRIBED, FREQUENCY_CAP, MISSING_TOKEN ->
                    throw new IllegalStateException("no reason here: " + exclusion);
        };
    }
}
