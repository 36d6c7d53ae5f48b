package io.os199.cs.feedback.voice.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.voice.VoiceScope;

import org.jspecify.annotations.Nullable;

/**
 * The order of a report.
 *
 * @param client absent: the portfolio
 */
public record ReportOrder(
        @Nullable ClientRef client, VoiceScope scope, ReportType type, ReportAudience audience) {}
