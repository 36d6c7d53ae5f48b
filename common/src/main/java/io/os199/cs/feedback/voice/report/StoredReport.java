package io.os199.cs.feedback.voice.report;

import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A report as the database has it. */
public record StoredReport(String reportId, Instant createdAt, Content content) {
    /**
     * What is kept of it.
     *
     * @param headlines those of the summary, whoever reads the report
     * @param themes those that headlines name; absent in reports that were stored without them
     */
    public record Content(
            VoiceReport report,
            List<Headline> headlines,
            @Nullable List<HeadlineTheme> themes,
            List<Recommendation> recommendations) {}
}
