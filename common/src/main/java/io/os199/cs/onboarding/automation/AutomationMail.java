package io.os199.cs.onboarding.automation;

import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailMilestone;
import io.os199.cs.communication.mail.Outbox.Queued;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emails of onboarding automations: recipients, content, and queueing. */
final class AutomationMail {
    private static final TemplateType TYPE = TemplateType.ONBOARDING;

    private final Mail mail;

    AutomationMail(Mail mail) {
        this.mail = mail;
    }

    boolean hasProvider() {
        return mail.outbox().hasProvider();
    }

    /** Returns everyone at a client who could be written to, each address once, including those who are excluded. */
    static List<Recipient> people(Transaction tx, String clientId) {
        return Recipients.of(
                        tx,
                        new Audience(
                                List.of(clientId),
                                RecipientScope.ALL,
                                Set.of(),
                                true,
                                MessageClass.SERVICE))
                .stream()
                .filter(each -> each.email() != null)
                .filter(each -> each.exclusion() != Exclusion.DUPLICATE_ADDRESS)
                .toList();
    }

    /** Returns the contacts with these ids who are still there; without ids, the client's primary contact. */
    static List<Recipient> recipients(Transaction tx, String clientId, List<String> contactIds) {
        if (contactIds.isEmpty()) {
            return Recipients.of(tx, Audience.primaryOf(List.of(clientId), MessageClass.SERVICE));
        }
        Set<String> wanted = new HashSet<>(contactIds);
        return people(tx, clientId).stream()
                .filter(each -> wanted.contains(each.contactId()))
                .toList();
    }

    /** Writes the letters of an email, about the milestone with that number where it concerns one. */
    List<Letter> letters(
            Transaction tx,
            MailTexts texts,
            List<Recipient> recipients,
            TrackedPlan plan,
            @Nullable Integer sequence,
            LocalDate today) {
        return mail.letters().write(tx, texts, recipients, milestone(plan, sequence), today, today);
    }

    private static MailMilestone milestone(TrackedPlan plan, @Nullable Integer sequence) {
        Milestone about =
                plan.milestones().stream()
                        .filter(m -> sequence != null && m.sequence() == sequence)
                        .findFirst()
                        .orElse(null);
        return about == null
                ? MailMilestone.NONE
                : new MailMilestone(
                        UntrustedText.name(about.name()),
                        about.dueDate(),
                        plan.milestones().stream()
                                .filter(next -> !next.status().isOver())
                                .filter(next -> next.sequence() != about.sequence())
                                .min(
                                        Comparator.comparing(Milestone::dueDate)
                                                .thenComparingInt(Milestone::sequence))
                                .map(next -> UntrustedText.name(next.name()))
                                .orElse(null));
    }

    /** Queues a run's letters in the campaign of its automation; returns the messages that are new. */
    List<Queued> queue(
            Transaction tx,
            String automationId,
            String name,
            String occurrence,
            List<Letter> letters,
            Instant now) {
        String campaignId =
                mail.outbox()
                        .ofAutomation(
                                tx,
                                new EmailCampaign(
                                        "Onboarding: " + name,
                                        TYPE,
                                        letters.getFirst().template(),
                                        Map.of("automation_id", automationId),
                                        null,
                                        automationId),
                                now);
        return mail.outbox().queue(tx, campaignId, occurrence, letters, now, now);
    }
}
