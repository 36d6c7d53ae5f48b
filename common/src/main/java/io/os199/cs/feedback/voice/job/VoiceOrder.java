package io.os199.cs.feedback.voice.job;

import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.loop.LoopReader.Position;

import org.jspecify.annotations.Nullable;

/**
 * What is asked about the whole portfolio.
 *
 * @param reportType of a report; its audience as well
 * @param limit of open loops
 * @param after where the page of open loops before ended
 * @param seesPersonalData whether who asks may see addresses
 */
public record VoiceOrder(
        Kind kind,
        VoiceScope scope,
        @Nullable ReportType reportType,
        @Nullable ReportAudience audience,
        int limit,
        @Nullable Position after,
        boolean seesPersonalData) {
    /** What the job answers. */
    public enum Kind {
        REPORT,
        LOOPS,
        PROGRAM
    }
}
