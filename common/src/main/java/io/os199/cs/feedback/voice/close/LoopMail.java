package io.os199.cs.feedback.voice.close;

import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.feedback.model.LoopOutcome;
import io.os199.cs.feedback.voice.close.ClosedLoops.Reason;
import io.os199.cs.feedback.voice.close.ClosingDao.Row;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mail that tells people what was done about their feedback. Only current contacts are written to, each once. */
final class LoopMail {
    private static final String SUBJECT = "What became of your feedback";

    private final Mail mail;

    LoopMail(Mail mail) {
        this.mail = mail;
    }

    List<DataGap> undelivered(String field) {
        return mail.outbox().undelivered(field);
    }

    /** Plans whom to tell that these items are closed. */
    LoopNotices plan(Transaction tx, List<Row> items, String message, Instant now) {
        Map<String, List<Recipient>> people = people(tx, items);
        Map<Reason, Integer> untold = new EnumMap<>(Reason.class);
        Map<String, Recipient> reached = new LinkedHashMap<>();
        Map<String, List<String>> about = new HashMap<>();
        for (Row item : items) {
            String email = item.email();
            Recipient person = person(item, people);
            Reason reason = reason(item, person);
            if (reason != null || person == null || email == null) {
                untold.merge(reason == null ? Reason.NOT_A_CONTACT : reason, 1, Integer::sum);
            } else {
                reached.putIfAbsent(email, person);
                about.computeIfAbsent(email, _ -> new ArrayList<>()).add(item.feedbackId());
            }
        }
        MailTexts texts = new MailTexts(SUBJECT, message);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Letter> letters = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (Letter letter :
                mail.letters().write(tx, texts, List.copyOf(reached.values()), today, today)) {
            List<String> ids = about.getOrDefault(letter.recipient().address(), List.of());
            if (letter.missing().isEmpty()) {
                letters.add(letter);
                told.addAll(ids);
            } else {
                untold.merge(Reason.MISSING_TOKEN, ids.size(), Integer::sum);
            }
        }
        return new LoopNotices(texts, letters, told, untold);
    }

    /** Returns, by address, all contacts of the clients of those items whose author is known. */
    private static Map<String, List<Recipient>> people(Transaction tx, List<Row> items) {
        List<String> clients =
                items.stream()
                        .filter(each -> each.email() != null)
                        .map(Row::clientId)
                        .distinct()
                        .toList();
        Map<String, List<Recipient>> people = new HashMap<>();
        for (Recipient each :
                Recipients.of(
                        tx,
                        new Audience(
                                clients,
                                RecipientScope.ALL,
                                Set.of(),
                                true,
                                MessageClass.SERVICE))) {
            String email = each.email();
            if (email != null) {
                people.computeIfAbsent(email, _ -> new ArrayList<>()).add(each);
            }
        }
        return people;
    }

    /**
     * Returns the person who gave the feedback. A person known at several clients is written to at the client of the
     * item; that the address is also used at another does not matter, as it is written to once.
     */
    private static @Nullable Recipient person(Row item, Map<String, List<Recipient>> people) {
        List<Recipient> same =
                people.getOrDefault(item.email() == null ? "" : item.email(), List.of());
        Recipient here =
                same.stream()
                        .filter(each -> each.clientId().equals(item.clientId()))
                        .findFirst()
                        .orElse(null);
        if (here == null || here.exclusion() != Exclusion.DUPLICATE_ADDRESS) {
            return here;
        }
        Exclusion exclusion =
                same.stream()
                        .filter(each -> each.exclusion() != Exclusion.DUPLICATE_ADDRESS)
                        .findFirst()
                        .map(Recipient::exclusion)
                        .orElse(null);
        return new Recipient(
                here.clientId(),
                here.contactId(),
                here.name(),
                here.email(),
                here.role(),
                exclusion);
    }

    private static @Nullable Reason reason(Row item, @Nullable Recipient person) {
        if (item.email() == null) {
            return item.isNamed() ? Reason.NO_ADDRESS : Reason.ANONYMOUS;
        }
        if (person == null) {
            return item.hasLeft() ? Reason.LEFT_COMPANY : Reason.NOT_A_CONTACT;
        }
        Exclusion exclusion = person.exclusion();
        if (exclusion == null) {
            return null;
        }
        return switch (exclusion) {
            case INVALID_ADDRESS -> Reason.INVALID_ADDRESS;
            case UNSUBSCRIBED -> Reason.UNSUBSCRIBED;
            case LEFT_COMPANY -> Reason.LEFT_COMPANY;
            case MISSING_TOKEN -> Reason.MISSING_TOKEN;
            // These concern marketing and newsletters only, which this mail is not.
            case FREQUENCY_CAP, NOT_SUBSCRIBED -> Reason.SUPPRESSED;
            case SUPPRESSED, CLIENT_INACTIVE, NO_RECIPIENT, DUPLICATE_ADDRESS -> Reason.SUPPRESSED;
        };
    }

    /** Queues the letters of a plan and returns the clients whose people are written to. */
    Set<String> queue(Transaction tx, LoopNotices plan, LoopOutcome outcome, Instant now) {
        if (plan.letters().isEmpty()) {
            return Set.of();
        }
        String campaignId =
                mail.outbox()
                        .open(
                                tx,
                                new EmailCampaign(
                                        "Feedback loop",
                                        TemplateType.FEEDBACK_REQUEST,
                                        plan.texts(),
                                        Map.of(
                                                "outcome",
                                                outcome,
                                                "feedback_count",
                                                plan.toldIds().size()),
                                        null,
                                        null),
                                now);
        mail.outbox().queue(tx, campaignId, "", plan.letters(), now, now);
        Set<String> clients = new HashSet<>();
        plan.letters().forEach(each -> clients.add(each.recipient().clientId()));
        return clients;
    }
}
