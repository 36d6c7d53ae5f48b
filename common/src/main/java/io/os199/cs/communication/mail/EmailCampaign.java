package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * What is written to the people of an audience.
 *
 * @param name for the team, not for customers
 * @param target whom it is for, in the names of the wire; no personal data
 * @param scheduledAt from when it may go; absent for now, or where each message has its own time
 * @param automationId that writes it
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
