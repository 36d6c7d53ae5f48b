package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A mail to the people of an audience.
 *
 * @param name for the team, not for customers
 * @param target whom it is for, in wire names; no personal data
 * @param scheduledAt the time from which it may be sent; absent if it may be sent at once, or if each message has its own time
 * @param automationId the automation that writes it
 */
public record EmailCampaign(
        String name,
        TemplateType templateType,
        MailTexts texts,
        Map<String, Object> target,
        @Nullable Instant scheduledAt,
        @Nullable String automationId) {
    public EmailCampaign {
        target = Map.copyOf(target);
    }
}
