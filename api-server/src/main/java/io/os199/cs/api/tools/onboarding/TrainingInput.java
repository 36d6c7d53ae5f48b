package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.onboarding.training.NewSession;
import io.os199.cs.onboarding.training.SessionResult;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The arguments of {@code deliver_training_session}. */
public record TrainingInput(
        @Size(min = 1, max = 200) String clientId,
        @Default("schedule") Action action,
        @Nullable @Actions(value = "schedule", requiredBy = "schedule") @Size(min = 1, max = 200)
                String trainingModuleId,
        @Nullable @Actions("schedule") TrainingFormat sessionFormat,
        @Nullable @Actions("schedule") Instant scheduledAt,
        @Nullable @Actions("schedule") Integer durationMinutes,
        @Nullable @Actions("schedule") Boolean recordingEnabled,
        @Nullable @Actions(value = "schedule", requiredBy = "schedule") @Size(min = 1, max = 200)
                List<@Email @Size(max = 254) String> attendeeEmails,
        @Nullable
                @Actions(
                        value = {"record", "cancel"},
                        requiredBy = {"record", "cancel"})
                @Size(min = 1, max = 60)
                String sessionId,
        @Nullable
                @Actions(
                        value = {"record", "cancel"},
                        requiredBy = {"record", "cancel"})
                @Min(1)
                Integer version,
        @Nullable @Actions("record") @Size(min = 1, max = 200) List<Result> results,
        @Default(value = "false", listed = false) @Actions("record") @Doc("The rest were absent")
                boolean close,
        @Default(value = "false", listed = false) @Actions("schedule") boolean sendInvitations,
        @Default(value = "false", listed = false) boolean dryRun,
        @Nullable @Actions({"schedule", "cancel"}) @Size(max = 400) String confirmationToken,
        @Nullable @Size(min = 1, max = 100) String idempotencyKey) {

    /** The action to take. */
    public enum Action {
        SCHEDULE,
        RECORD,
        CANCEL
    }

    /** The result of one person. */
    public record Result(
            @Email @Size(max = 254) String email,
            boolean attended,
            @Nullable Integer attendedMinutes,
            @Nullable @Digits(integer = 1, fraction = 4) BigDecimal scoreRate,
            @Nullable @Min(1) @Max(5) Integer feedbackRating) {
        private SessionResult toResult() {
            return new SessionResult(
                    address(email), attended, attendedMinutes, scoreRate, feedbackRating);
        }
    }

    NewSession toSession(String client) {
        return new NewSession(
                client,
                Objects.requireNonNull(trainingModuleId),
                sessionFormat,
                scheduledAt,
                durationMinutes,
                recordingEnabled,
                Objects.requireNonNull(attendeeEmails).stream()
                        .map(TrainingInput::address)
                        .toList(),
                sendInvitations);
    }

    List<SessionResult> toResults() {
        return results == null ? List.of() : results.stream().map(Result::toResult).toList();
    }

    /** Returns an address in the form in which it is compared and stored. */
    static String address(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
