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
 * One thing that an automation does; kept as it is shown. What its type does not read is absent.
 *
 * @param subjectLine and {@code bodyText} of a mail with tokens; the text of a ticket or a message without
 * @param title of a task or a ticket
 * @param priority of a task high, medium, low; of a ticket P0 to P4
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
