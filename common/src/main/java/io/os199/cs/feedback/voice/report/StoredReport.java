package io.os199.cs.feedback.voice.report;

import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A report as it is stored. */
public record StoredReport(String reportId, Instant createdAt, Content content) {
    /**
     * The stored content.
     *
     * @param headlines the headlines of the summary, for any audience
     * @param themes the themes that headlines name; absent in reports that were stored without them
     */
    public record Content(
            VoiceReport report,
            List<Headline> headlines,
            @Nullable List<HeadlineTheme> themes,
            List<Recommendation> recommendations) {}
}
