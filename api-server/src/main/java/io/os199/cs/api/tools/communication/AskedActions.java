package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.communication.AutomationsInput.Does;
import io.os199.cs.communication.automation.AutomationAction;
import io.os199.cs.communication.automation.AutomationTerms;
import io.os199.cs.communication.automation.AutomationWebhooks;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TaskPriority;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The requested actions of an automation, each with what its type needs. */
final class AskedActions {
    private static final int USUAL_DUE_DAYS = 3;
    private static final int LONGEST_NOTIFICATION = 1_000;

    private final MailSettings mail;
    private final AutomationTerms terms;
    private final List<Fault> faults = new ArrayList<>();

    private AskedActions(MailSettings mail, AutomationTerms terms) {
        this.mail = mail;
        this.terms = terms;
    }

    /** Returns all faults at once. */
    static List<Fault> faults(List<Does> actions, MailSettings mail, AutomationTerms terms) {
        AskedActions asked = new AskedActions(mail, terms);
        for (int i = 0; i < actions.size(); i++) {
            asked.check("actions[" + i + "].", actions.get(i));
        }
        return asked.faults;
    }

    private void check(String at, Does does) {
        AutomationActionType type = does.type();
        Set<String> needs =
                switch (type) {
                    case SEND_EMAIL -> Set.of("subject_line", "body_text", "template_type");
                    case CREATE_TASK -> Set.of("title");
                    case CREATE_TICKET -> Set.of("title", "body_text", "priority", "category");
                    case SEND_IN_APP_NOTIFICATION -> Set.of("body_text");
                    case TRIGGER_WEBHOOK -> Set.of("url");
                };
        Set<String> may =
                switch (type) {
                    case SEND_EMAIL -> Set.of("sender_email", "recipient_scope");
                    case CREATE_TASK -> Set.of("due_in_days", "priority");
                    default -> Set.of();
                };
        Map<String, @Nullable Object> sent = new LinkedHashMap<>();
        sent.put("subject_line", does.subjectLine());
        sent.put("body_text", does.bodyText());
        sent.put("template_type", does.templateType());
        sent.put("sender_email", does.senderEmail());
        sent.put("recipient_scope", does.recipientScope());
        sent.put("title", does.title());
        sent.put("due_in_days", does.dueInDays());
        sent.put("priority", does.priority());
        sent.put("category", does.category());
        sent.put("url", does.url());
        sent.forEach(
                (field, value) -> {
                    if (value == null && needs.contains(field)) {
                        faults.add(
                                new Fault(
                                        at + field,
                                        "%s is required by type %s; send %s"
                                                .formatted(
                                                        at + field,
                                                        WireName.of(type),
                                                        expected(field)),
                                        expected(field)));
                    } else if (value != null && !needs.contains(field) && !may.contains(field)) {
                        faults.add(
                                new Fault(
                                        at + field,
                                        "%s is not used by type %s; leave it out"
                                                .formatted(at + field, WireName.of(type)),
                                        "absent"));
                    } else if (value instanceof String text && UntrustedText.name(text).isEmpty()) {
                        faults.add(new Fault(at + field, field + " is blank; send words", "words"));
                    }
                });
        switch (type) {
            case SEND_EMAIL -> email(at, does);
            case CREATE_TASK, CREATE_TICKET -> priority(at, does);
            case SEND_IN_APP_NOTIFICATION -> {
                String text = does.bodyText();
                if (text != null && text.length() > LONGEST_NOTIFICATION) {
                    faults.add(
                            new Fault(
                                    at + "body_text",
                                    "an in-app notification has %d characters at most, this %d"
                                            .formatted(LONGEST_NOTIFICATION, text.length()),
                                    "a shorter text"));
                }
            }
            case TRIGGER_WEBHOOK -> webhook(at, does.url());
        }
    }

    private static String expected(String field) {
        return switch (field) {
            case "template_type" -> "one of " + String.join(", ", WireName.all(TemplateType.class));
            case "category" -> "one of " + String.join(", ", WireName.all(TicketCategory.class));
            case "priority" -> "P0, P1, P2, P3 or P4";
            case "url" -> "an https address";
            default -> "text";
        };
    }

    private void email(String at, Does does) {
        tokens(at + "subject_line", does.subjectLine());
        tokens(at + "body_text", does.bodyText());
        faults.addAll(SenderFaults.of(at + "sender_email", does.senderEmail(), mail));
        if (does.recipientScope() == RecipientScope.BY_ROLE) {
            faults.add(
                    new Fault(
                            at + "recipient_scope",
                            "an automation writes to the one who speaks for the client, or to all",
                            "primary or all"));
        }
    }

    private void tokens(String field, @Nullable String text) {
        if (text != null) {
            faults.addAll(TextFaults.ofTokens(field, text));
        }
    }

    private void priority(String at, Does does) {
        String priority = does.priority();
        boolean isTask = does.type() == AutomationActionType.CREATE_TASK;
        if (priority != null
                && WireName.find(
                                isTask ? TaskPriority.class : TicketPriority.class,
                                spelled(priority, isTask))
                        .isEmpty()) {
            faults.add(
                    WrongValue.fault(
                            at + "priority",
                            priority,
                            isTask ? "high, medium or low" : expected("priority")));
        }
    }

    /** A priority in its proper spelling, whatever the case it was sent in. */
    private static String spelled(String priority, boolean isTask) {
        return isTask
                ? priority.strip().toLowerCase(Locale.ROOT)
                : priority.strip().toUpperCase(Locale.ROOT);
    }

    private void webhook(String at, @Nullable String url) {
        if (url == null || url.isBlank()) {
            return;
        }
        AutomationWebhooks.fault(url, terms)
                .ifPresent(
                        why ->
                                faults.add(
                                        new Fault(
                                                at + "url",
                                                "the address " + why,
                                                terms.webhookHosts().isEmpty()
                                                        ? "another action: no host is named in"
                                                                + " automations.webhookHosts"
                                                        : "https:// and one of "
                                                                + String.join(
                                                                        ", ",
                                                                        terms.webhookHosts()))));
    }

    /** The actions, once they have no faults. */
    static List<AutomationAction> actions(List<Does> actions) {
        return actions.stream().map(AskedActions::action).toList();
    }

    private static AutomationAction action(Does does) {
        boolean isTask = does.type() == AutomationActionType.CREATE_TASK;
        boolean isMail = does.type() == AutomationActionType.SEND_EMAIL;
        String priority = does.priority();
        String title = does.title();
        String url = does.url();
        return new AutomationAction(
                does.type(),
                does.subjectLine(),
                does.bodyText(),
                does.templateType(),
                does.senderEmail(),
                isMail
                        ? Objects.requireNonNullElse(does.recipientScope(), RecipientScope.PRIMARY)
                        : null,
                title == null ? null : UntrustedText.name(title),
                isTask ? Objects.requireNonNullElse(does.dueInDays(), USUAL_DUE_DAYS) : null,
                priority == null
                        ? isTask ? WireName.of(TaskPriority.MEDIUM) : null
                        : spelled(priority, isTask),
                does.category(),
                url == null ? null : url.strip());
    }
}
