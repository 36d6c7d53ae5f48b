package io.os199.cs.feedback.voice.report;

import io.os199.cs.platform.answer.Recommendation;

import java.time.Instant;
import java.util.List;

/** A report as the database has it. */
public record StoredReport(String reportId, Instant createdAt, Content content) {
    /**
     * What is kept of it.
     *
     * @param headlines those of the summary, whoever reads the report
     */
    public record Content(
            VoiceReport report, List<Headline> headlines, List<Recommendation> recommendations) {}
}
