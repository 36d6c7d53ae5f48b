package io.os199.cs.api.tools.retention;

import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SurveyAnswer;
import io.os199.cs.retention.satisfaction.SurveyKind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A survey response as shown in answers.
 *
 * @param openHours for a low score that nobody followed up on, the hours since it was given
 * @param truncated whether the reason was shortened
 */
record SurveyVoice(
        String clientId,
        String clientName,
        String responseId,
        SurveyKind kind,
        int score,
        Instant respondedAt,
        @Nullable BigDecimal openHours,
        @Nullable Boolean isOverdue,
        @Nullable String csm,
        @Nullable @Personal(Personal.Kind.EMAIL) String contactEmail,
        @Nullable String sentiment,
        @Nullable Boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String reasonText,
        @Nullable Boolean truncated) {
    private static final int LONGEST_REASON = 300;
    private static final double SECONDS_AN_HOUR = 3_600;

    static SurveyVoice response(SurveyAnswer answer) {
        return of(answer, null, null);
    }

    static SurveyVoice followUp(SurveyAnswer answer, Instant now, Instant overdueBefore) {
        double hours = Duration.between(answer.respondedAt(), now).toSeconds() / SECONDS_AN_HOUR;
        return of(answer, Rounded.figure(hours), answer.respondedAt().isBefore(overdueBefore));
    }

    private static SurveyVoice of(
            SurveyAnswer answer, @Nullable BigDecimal openHours, @Nullable Boolean isOverdue) {
        String raw = answer.reasonText();
        UntrustedText reason = raw == null ? null : UntrustedText.of(raw, LONGEST_REASON);
        return new SurveyVoice(
                answer.clientId(),
                answer.clientName(),
                answer.responseId(),
                answer.kind(),
                answer.score(),
                answer.respondedAt(),
                openHours,
                isOverdue,
                answer.csm(),
                answer.contactEmail(),
                openHours == null ? answer.sentiment() : null,
                reason == null ? null : true,
                reason == null ? null : reason.text(),
                (reason != null && reason.truncated()) ? true : null);
    }
}
