package io.os199.cs.communication.event;

import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;

import java.time.Instant;
import java.util.Map;

/** The timeline event that a client was written to: once per client and campaign, with the first message. */
public final class MailSent {
    private static final String SOURCE = "email-delivery";

    private MailSent() {}

    /** The campaign that was sent. */
    public record Mailing(String campaignId, String name, TemplateType templateType) {}

    /** Returns the event, which has the same id whoever records it. */
    public static TimelineEvent event(
            Timeline timeline, String clientId, Mailing mailing, Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.idOf("email_campaign", clientId, mailing.campaignId()),
                EventType.COMMUNICATION,
                "Mail sent: " + mailing.name(),
                Map.of("template_type", mailing.templateType()),
                Impact.NEUTRAL,
                false,
                null,
                SOURCE,
                mailing.campaignId());
    }
}
