package io.os199.cs.onboarding.training;

import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.onboarding.training.Invitations.Reason;
import io.os199.cs.onboarding.training.Invitations.Unwritten;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Mail that invites people to a session. Only current contacts of the client are written to, since any address can be
 * typed.
 */
final class SessionInvitations {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd 'at' HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Mail mail;
    private final UnsentMail unsent;

    SessionInvitations(Mail mail, UnsentMail unsent) {
        this.mail = mail;
        this.unsent = unsent;
    }

    List<DataGap> undelivered(String field) {
        return mail.outbox().undelivered(field);
    }

    /** Works out whom a session's invitation would reach. */
    Invitations plan(
            Transaction tx,
            TrainingSession session,
            TrainingModule module,
            List<String> emails,
            Instant now) {
        Map<String, Recipient> known = new HashMap<>();
        Audience people =
                new Audience(
                        List.of(session.clientId()),
                        RecipientScope.ALL,
                        Set.of(),
                        true,
                        MessageClass.SERVICE);
        for (Recipient each : Recipients.of(tx, people)) {
            if (each.email() != null && each.exclusion() != Exclusion.DUPLICATE_ADDRESS) {
                known.put(each.email(), each);
            }
        }
        List<Recipient> reached = new ArrayList<>();
        List<Unwritten> unwritten = new ArrayList<>();
        for (String email : emails) {
            Recipient recipient = known.get(email);
            if (recipient != null && recipient.isReachable()) {
                reached.add(recipient);
            } else {
                unwritten.add(new Unwritten(email, reason(recipient)));
            }
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        MailTexts texts = texts(session, module, now);
        return new Invitations(
                texts, mail.letters().write(tx, texts, reached, today, today), unwritten);
    }

    private static Reason reason(@Nullable Recipient recipient) {
        if (recipient == null) {
            return Reason.NOT_A_CONTACT;
        }
        Exclusion exclusion = recipient.exclusion();
        return exclusion == Exclusion.INVALID_ADDRESS
                ? Reason.INVALID_ADDRESS
                : exclusion == Exclusion.UNSUBSCRIBED ? Reason.UNSUBSCRIBED : Reason.SUPPRESSED;
    }

    private static MailTexts texts(TrainingSession session, TrainingModule module, Instant now) {
        String name = plain(module.shownName());
        String when =
                session.format().isMeeting()
                        ? "It begins on %s and takes %d minutes. Please reply if the time does not suit you."
                                .formatted(
                                        TIME.format(session.scheduledAt()),
                                        session.durationMinutes())
                        : "It is open %s and takes about %d minutes, whenever it suits you."
                                .formatted(
                                        session.scheduledAt().isAfter(now)
                                                ? "from " + TIME.format(session.scheduledAt())
                                                : "now",
                                        session.durationMinutes());
        return new MailTexts(
                "Training: " + name,
                """
                Hello {{first_name|there}},

                you are invited to the training "%s" (%s).

                %s

                {{csm_name|Your customer success team}}
                """
                        .formatted(name, WireName.of(session.format()).replace('_', ' '), when));
    }

    /** Keeps the name of a module from being read as a token of the text. */
    private static String plain(String name) {
        return name.replaceAll("\\{(?=\\{)", "{ ");
    }

    /** Queues the letters of a plan. */
    void queue(
            Transaction tx,
            Invitations plan,
            TrainingSession session,
            TrainingModule module,
            Instant now) {
        if (plan.letters().isEmpty()) {
            return;
        }
        String campaignId =
                mail.outbox()
                        .open(
                                tx,
                                new EmailCampaign(
                                        "Training " + module.shownCode(),
                                        TemplateType.TRAINING_INVITATION,
                                        plan.texts(),
                                        Map.of(
                                                "client_id", session.clientId(),
                                                "session_id", session.sessionId()),
                                        null,
                                        null),
                                now);
        mail.outbox().queue(tx, campaignId, "", plan.letters(), now, now);
    }

    /** Cancels a session's invitations that were not handed over yet; returns how many. */
    int callBack(Transaction tx, TrainingSession session, Instant now) {
        List<String> waiting =
                tx.dao(SessionDao.class).waitingMail(session.clientId(), session.sessionId());
        return unsent.cancel(tx, session.clientId(), waiting, now);
    }
}
