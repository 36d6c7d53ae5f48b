package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.campaign.MailTarget;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An edition as stored.
 *
 * @param sections as JSON
 * @param target as JSON
 * @param seriesNextAt for a draft, when it is due in its series; otherwise, when the next edition is
 * @param status that of its campaign, if it has one
 */
public record Edition(
        String newsletterId,
        String seriesKey,
        String name,
        int editionNo,
        String subject,
        @Nullable String previewText,
        String sections,
        String target,
        @Nullable Instant scheduledAt,
        @Nullable Recurrence recurrence,
        @Nullable Instant seriesNextAt,
        @Nullable String campaignId,
        NewsletterStatus status,
        int version) {

    /** Returns its sections. */
    public List<NewsletterSection> parts() {
        return List.of(Json.read(sections, NewsletterSection[].class));
    }

    EditionWriting.Content content() {
        return new EditionWriting.Content(name, subject, previewText, parts());
    }

    MailTarget audience() {
        return Json.read(target, MailTarget.class);
    }
}
