package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TaskPriority;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A single action of an automation; stored as shown. Fields that its type does not use are absent.
 *
 * @param subjectLine and {@code bodyText} with tokens for a mail; without tokens the text of a ticket or a message
 * @param title of a task or a ticket
 * @param priority high, medium or low for a task; P0 to P4 for a ticket
 */
public record AutomationAction(
        AutomationActionType type,
        @Nullable String subjectLine,
        @Nullable String bodyText,
        @Nullable TemplateType templateType,
        @Nullable String senderEmail,
        @Nullable RecipientScope recipientScope,
        @Nullable String title,
        @Nullable Integer dueInDays,
        @Nullable String priority,
        @Nullable TicketCategory category,
        @Nullable String url) {

    MailTexts texts() {
        return new MailTexts(Objects.requireNonNull(subjectLine), Objects.requireNonNull(bodyText));
    }

    TaskPriority taskPriority() {
        return (TaskPriority) WireName.parse(TaskPriority.class, Objects.requireNonNull(priority));
    }

    TicketPriority ticketPriority() {
        return (TicketPriority)
                WireName.parse(TicketPriority.class, Objects.requireNonNull(priority));
    }
}
