package io.os199.cs.communication.automation;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.automation.CommunicationRunDao.Run;
import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.Outbox.Queued;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.TaskSource;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.NewTicket;
import io.os199.cs.support.ticket.Tickets;
import io.os199.cs.support.ticket.Tickets.Opened;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Performs the actions that only need the database, in the transaction that stores their completion. */
final class RunActions {
    private static final Actor SYSTEM = new Actor("system", null);
    private static final String TOOL = CommunicationAutomations.TOOL;

    private final MailSettings settings;
    private final Tasks tasks;
    private final Tickets tickets;

    RunActions(MailSettings settings, Tasks tasks, Tickets tickets) {
        this.settings = settings;
        this.tasks = tasks;
        this.tickets = tickets;
    }

    /**
     * How an action ended.
     *
     * @param status as stored
     * @param refId the id of what it created
     * @param error why it could not be done, in one word
     */
    record Ended(String status, @Nullable String refId, @Nullable String error) {
        static final Ended NO_PROVIDER = new Ended("skipped_no_provider", null, null);

        static Ended done(@Nullable String refId) {
            return new Ended("done", refId, null);
        }

        static Ended failed(String error) {
            return new Ended("failed", null, error);
        }
    }

    /** Returns the first letter that the mail would be to a client's people; absent when nobody would get one. */
    @Nullable Letter letter(Transaction tx, AutomationAction action, String clientId, Instant now) {
        return letters(tx, action, recipients(tx, action, clientId), now).stream()
                .findFirst()
                .orElse(null);
    }

    Ended send(Transaction tx, Run run, AutomationAction action, Instant now) {
        if (!settings.hasProvider()) {
            return Ended.NO_PROVIDER;
        }
        List<Recipient> recipients = recipients(tx, action, run.clientId());
        List<Letter> letters = letters(tx, action, recipients, now);
        if (letters.isEmpty()) {
            return Ended.failed(
                    recipients.stream()
                            .map(Recipient::exclusion)
                            .filter(Objects::nonNull)
                            .map(WireName::of)
                            .findFirst()
                            .orElse("missing_token"));
        }
        Mail mail = mail(action);
        String campaignId =
                mail.outbox()
                        .ofAutomation(
                                tx,
                                new EmailCampaign(
                                        "Automation: " + run.name(),
                                        type(action),
                                        action.texts(),
                                        Map.of("automation_id", run.automationId()),
                                        null,
                                        run.automationId()),
                                now);
        List<Queued> queued =
                mail.outbox().queue(tx, campaignId, run.occurrenceKey(), letters, now, now);
        return Ended.done(queued.isEmpty() ? campaignId : queued.getFirst().messageId());
    }

    private static TemplateType type(AutomationAction action) {
        return Objects.requireNonNull(action.templateType());
    }

    private Mail mail(AutomationAction action) {
        String sender = action.senderEmail();
        return Mail.of(
                sender == null
                        ? settings
                        : settings.sender(sender).map(settings::from).orElse(settings));
    }

    private static List<Recipient> recipients(
            Transaction tx, AutomationAction action, String clientId) {
        return Recipients.of(
                tx,
                new Audience(
                        List.of(clientId),
                        Objects.requireNonNull(action.recipientScope()),
                        Set.of(),
                        false,
                        type(action).messageClass()));
    }

    private List<Letter> letters(
            Transaction tx, AutomationAction action, List<Recipient> recipients, Instant now) {
        LocalDate today = day(now);
        return mail(action).letters().write(tx, action.texts(), recipients, today, today).stream()
                .filter(letter -> letter.missing().isEmpty())
                .toList();
    }

    Ended give(Transaction tx, Run run, AutomationAction action, Instant now) {
        return Ended.done(
                tasks.create(
                        tx,
                        new ClientRef(run.clientId(), run.clientName()),
                        Objects.requireNonNull(action.title()),
                        action.taskPriority(),
                        day(now).plusDays(Objects.requireNonNull(action.dueInDays())),
                        run.csm(),
                        TaskSource.AUTOMATION,
                        run.runId() + " " + run.nextNo()));
    }

    Ended open(Transaction tx, Run run, AutomationAction action, Instant now) {
        Answer<Opened> opened =
                tickets.open(
                        tx,
                        new NewTicket(
                                run.clientId(),
                                Objects.requireNonNull(action.title()),
                                Objects.requireNonNull(action.bodyText()),
                                action.ticketPriority(),
                                Objects.requireNonNull(action.category()),
                                null,
                                null,
                                List.of(),
                                null),
                        new Doing(SYSTEM, TOOL, now));
        return switch (opened) {
            case Answer.Ok<Opened>(var made) -> Ended.done(made.ticket().ticket().ticketId());
            case Answer.Refused<Opened>(var refusal) ->
                    throw new IllegalStateException(refusal.message());
        };
    }

    /** The data sent to Intercom; ids only. */
    private record InApp(String automationId, String runId, int actionNo) {}

    Ended tell(Transaction tx, Run run, Instant now) {
        CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
        if (!dao.hasInApp()) {
            return Ended.NO_PROVIDER;
        }
        String itemId = TypeId.next("item");
        dao.push(
                run.clientId(),
                itemId,
                run.runId() + "/" + run.nextNo(),
                Json.write(new InApp(run.automationId(), run.runId(), run.nextNo())),
                now);
        return Ended.done(itemId);
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
