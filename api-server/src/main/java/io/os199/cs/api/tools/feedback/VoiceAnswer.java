package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.voice.close.ClosedLoops;
import io.os199.cs.feedback.voice.loop.LoopReport;
import io.os199.cs.feedback.voice.program.VoiceProgramReport;
import io.os199.cs.feedback.voice.report.Headline;
import io.os199.cs.feedback.voice.report.HeadlineTheme;
import io.os199.cs.feedback.voice.report.StoredReport;
import io.os199.cs.feedback.voice.report.VoiceReport;
import io.os199.cs.feedback.voice.roadmap.RoadmapUpdate;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The answer of the action, one part for each; or the progress of the job. */
public record VoiceAnswer(
        @JsonUnwrapped @Nullable VoiceReport report,
        @JsonUnwrapped @Nullable Summary summary,
        @JsonUnwrapped @Nullable LoopReport loops,
        @JsonUnwrapped @Nullable VoiceProgramReport program,
        @JsonUnwrapped @Nullable Closed closed,
        @JsonUnwrapped @Nullable RoadmapPart roadmap,
        @Nullable JobHandle job) {
    private static final int LONGEST_BODY = 2_500;

    /**
     * The leading points of a stored report.
     *
     * @param themes those that headlines refer to by id
     * @param createdAt of the report
     */
    public record Summary(
            String reportId,
            @Nullable String clientId,
            @Nullable String clientName,
            Period period,
            List<Headline> headlines,
            @Nullable List<HeadlineTheme> themes,
            List<Recommendation> recommendations,
            Instant createdAt) {
        static Summary of(StoredReport stored) {
            VoiceReport report = stored.content().report();
            return new Summary(
                    stored.reportId(),
                    report.clientId(),
                    report.clientName(),
                    report.period(),
                    stored.content().headlines(),
                    stored.content().themes(),
                    stored.content().recommendations(),
                    stored.createdAt());
        }
    }

    /**
     * Loops that were closed.
     *
     * @param firstMessage only with a dry run
     * @param isDryRun whether this only reports what would happen
     */
    public record Closed(
            @JsonUnwrapped ClosedLoops loops,
            @Nullable FirstMessage firstMessage,
            @Nullable Boolean isDryRun) {}

    /** A roadmap item that was changed. */
    public record RoadmapPart(@JsonUnwrapped RoadmapUpdate update, @Nullable Boolean isDryRun) {}

    /** The mail to the first recipient. */
    public record FirstMessage(
            @Personal(Personal.Kind.EMAIL) String to, String subject, String bodyText) {
        static FirstMessage of(Letter letter, boolean seesPersonalData) {
            MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
            return new FirstMessage(
                    letter.recipient().address(),
                    UntrustedText.name(texts.subject()),
                    UntrustedText.of(texts.bodyText(), LONGEST_BODY).text());
        }
    }

    static VoiceAnswer of(VoiceReport report) {
        return new VoiceAnswer(report, null, null, null, null, null, null);
    }

    static VoiceAnswer of(Summary summary) {
        return new VoiceAnswer(null, summary, null, null, null, null, null);
    }

    static VoiceAnswer of(LoopReport loops) {
        return new VoiceAnswer(null, null, loops, null, null, null, null);
    }

    static VoiceAnswer of(VoiceProgramReport program) {
        return new VoiceAnswer(null, null, null, program, null, null, null);
    }

    static VoiceAnswer of(
            ClosedLoops closed, @Nullable FirstMessage firstMessage, boolean isDryRun) {
        return new VoiceAnswer(
                null,
                null,
                null,
                null,
                new Closed(closed, firstMessage, isDryRun ? true : null),
                null,
                null);
    }

    static VoiceAnswer of(RoadmapUpdate update, boolean isDryRun) {
        return new VoiceAnswer(
                null,
                null,
                null,
                null,
                null,
                new RoadmapPart(update, isDryRun ? true : null),
                null);
    }

    static VoiceAnswer running(JobHandle job) {
        return new VoiceAnswer(null, null, null, null, null, null, Objects.requireNonNull(job));
    }
}
