package io.os199.cs.feedback.voice.job;

import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.loop.LoopReader.Position;

import org.jspecify.annotations.Nullable;

/**
 * A request about the whole portfolio.
 *
 * @param reportType the type of a report; absent otherwise, like its audience
 * @param limit the most open loops
 * @param after where the previous page of open loops ended
 * @param seesPersonalData whether the caller may see addresses
 */
public record VoiceOrder(
        Kind kind,
        VoiceScope scope,
        @Nullable ReportType reportType,
        @Nullable ReportAudience audience,
        int limit,
        @Nullable Position after,
        boolean seesPersonalData) {
    /** The kind of answer that the job gives. */
    public enum Kind {
        REPORT,
        LOOPS,
        PROGRAM
    }
}
