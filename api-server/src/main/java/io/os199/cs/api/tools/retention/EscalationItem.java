package io.os199.cs.api.tools.retention;

import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationMove;
import io.os199.cs.support.model.EscalationStatus;
import io.os199.cs.support.model.EscalationUpdate;
import io.os199.cs.support.model.RootCause;
import io.os199.cs.support.model.SeveritySuggestion;
import io.os199.cs.support.model.SlaClock;
import io.os199.cs.support.model.SlaState;
import io.os199.cs.support.model.UpdateKind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * An escalation as shown in answers.
 *
 * @param untrusted whether its texts may contain a customer's words; absent where it shows none
 * @param ageHours from its opening until it was resolved, or until now
 * @param truncated whether one of its texts was shortened
 * @param updates the newest first
 */
record EscalationItem(
        String escalationId,
        String clientId,
        String clientName,
        BigDecimal arrAmount,
        Severity severity,
        EscalationStatus status,
        @Personal(Personal.Kind.TEXT) String title,
        @Nullable Boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String descriptionText,
        @Nullable String owner,
        @Nullable String ticketId,
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        Instant acknowledgeDueAt,
        Instant dueAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        BigDecimal ageHours,
        @Nullable Instant nextUpdateDueAt,
        SlaState acknowledgeSla,
        SlaState resolveSla,
        @Nullable RootCause rootCause,
        @Nullable @Personal(Personal.Kind.TEXT) String resolutionText,
        @Nullable Boolean truncated,
        int reopenedCount,
        int version,
        List<EscalationMove> allowedActions,
        @Nullable SeveritySuggestion severitySuggestion,
        @Nullable List<Update> updates) {
    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_BODY = 500;
    private static final double SECONDS_AN_HOUR = 3_600;

    /** Something said or done. */
    public record Update(
            int updateNo,
            Instant at,
            String actor,
            UpdateKind kind,
            @Nullable SlaClock clock,
            @Nullable EscalationStatus fromStatus,
            @Nullable EscalationStatus toStatus,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String bodyText,
            @Nullable Boolean truncated) {

        static Update of(EscalationUpdate update) {
            String raw = update.bodyText();
            UntrustedText body = raw == null ? null : UntrustedText.of(raw, LONGEST_BODY);
            return new Update(
                    update.updateNo(),
                    update.at(),
                    update.actor(),
                    update.kind(),
                    update.clock(),
                    update.fromStatus(),
                    update.toStatus(),
                    body == null ? null : true,
                    body == null ? null : body.text(),
                    (body != null && body.truncated()) ? true : null);
        }
    }

    /** An item of a list, without its texts. */
    static EscalationItem listed(Escalation escalation, Instant now) {
        return of(escalation, now, false, null);
    }

    /** A single escalation, with its texts. */
    static EscalationItem whole(
            Escalation escalation, Instant now, @Nullable List<Update> updates) {
        return of(escalation, now, true, updates);
    }

    private static EscalationItem of(
            Escalation escalation, Instant now, boolean texts, @Nullable List<Update> updates) {
        UntrustedText description = text(texts ? escalation.descriptionText() : null);
        UntrustedText resolution = text(texts ? escalation.resolutionText() : null);
        Instant resolvedAt = escalation.resolvedAt();
        boolean isCut =
                (description != null && description.truncated())
                        || (resolution != null && resolution.truncated());
        return new EscalationItem(
                escalation.escalationId(),
                escalation.clientId(),
                escalation.clientName(),
                Rounded.amount(escalation.arrAmount()),
                escalation.severity(),
                escalation.status(),
                UntrustedText.name(escalation.title()),
                (description == null && resolution == null) ? null : true,
                description == null ? null : description.text(),
                escalation.owner(),
                escalation.ticketId(),
                escalation.openedAt(),
                escalation.acknowledgedAt(),
                escalation.acknowledgeDueAt(),
                escalation.dueAt(),
                resolvedAt,
                escalation.closedAt(),
                hours(
                        Duration.between(
                                escalation.openedAt(), resolvedAt == null ? now : resolvedAt)),
                escalation.nextUpdateDueAt(),
                escalation.acknowledgeSla(now),
                escalation.resolveSla(now),
                escalation.rootCause(),
                resolution == null ? null : resolution.text(),
                isCut ? true : null,
                escalation.reopenedCount(),
                escalation.version(),
                escalation.status().allowed(),
                SeveritySuggestion.of(escalation, now.atOffset(ZoneOffset.UTC).toLocalDate())
                        .orElse(null),
                updates);
    }

    private static @Nullable UntrustedText text(@Nullable String raw) {
        return raw == null ? null : UntrustedText.of(raw, LONGEST_TEXT);
    }

    private static BigDecimal hours(Duration duration) {
        return Rounded.figure(duration.toSeconds() / SECONDS_AN_HOUR);
    }
}
