package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.onboarding.certificate.ModuleDefinition;
import io.os199.cs.onboarding.certificate.NewProgram;
import io.os199.cs.onboarding.certificate.TrainingCatalogue;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The arguments of {@code manage_certification_program}. */
public record CertificationInput(
        @Default(value = "list", listed = false)
                @Doc(
                        "create needs certification_level, module_ids; define_module code, name,"
                            + " format, duration_minutes; issue certification_level, user_emails;"
                            + " revoke certification_id, reason")
                Action action,
        @Nullable
                @Actions(
                        value = {"issue", "revoke", "track"},
                        requiredBy = {"issue", "revoke"})
                @Size(min = 1, max = 200)
                String clientId,
        @Nullable
                @Actions(
                        value = {"create", "issue"},
                        requiredBy = {"create", "issue"})
                CertificateLevel certificationLevel,
        @Nullable @Actions(value = "issue", requiredBy = "issue") @Size(min = 1, max = 100)
                List<@Email @Size(max = 254) String> userEmails,
        @Nullable @Actions("track") @Email @Size(max = 254) String userEmail,
        @Nullable @Actions(value = "revoke", requiredBy = "revoke") @Size(min = 1, max = 60)
                String certificationId,
        @Nullable @Actions(value = "revoke", requiredBy = "revoke") @Size(min = 1, max = 300)
                String reason,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 30)
                List<@Size(min = 1, max = 200) String> moduleIds,
        @Nullable @Actions({"create", "define_module"}) @Digits(integer = 1, fraction = 4)
                BigDecimal passingScoreRate,
        @Default(value = "12", listed = false) @Actions("create") int validityMonths,
        @Nullable
                @Actions(value = "define_module", requiredBy = "define_module")
                @Size(min = 1, max = 100)
                String code,
        @Nullable
                @Actions(
                        value = {"create", "define_module"},
                        requiredBy = "define_module")
                @Size(min = 1, max = 200)
                String name,
        @Nullable @Actions(value = "define_module", requiredBy = "define_module")
                TrainingFormat format,
        @Nullable @Actions("define_module") CertificateLevel level,
        @Nullable @Actions(value = "define_module", requiredBy = "define_module")
                Integer durationMinutes,
        @Nullable @Actions("define_module") @Size(max = 20)
                List<@Size(min = 1, max = 200) String> prerequisites,
        @Nullable @Actions("define_module") @Size(max = 20)
                List<@Size(min = 1, max = 500) String> objectives,
        @Default(value = "3", listed = false) @Actions("define_module") int maxAttempts,
        @Default(value = "true", listed = false) @Actions("define_module") boolean active,
        @Default(value = "60", listed = false) @Actions("track") int expiringWithinDays,
        @Nullable @Actions({"create", "define_module"}) @Min(1) Integer version,
        @Nullable @Actions("track") LocalDate asOf,
        @Default(value = "50", listed = false) @Actions({"list", "track"}) @Min(1) @Max(200)
                int limit,
        @Nullable @Actions({"list", "track"}) @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "10", listed = false) @Actions("track") @Min(0) @Max(25) int waitSeconds,
        @Default(value = "false", listed = false)
                @Actions({"create", "define_module", "issue", "revoke"})
                boolean dryRun,
        @Nullable @Actions("revoke") @Size(max = 400) String confirmationToken,
        @Nullable
                @Actions({"create", "define_module", "issue", "revoke", "track"})
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    /** The number of entries on a page unless the caller asks for another. */
    static final int USUAL_LIMIT = 50;

    private static final int LONGEST_REASON = 300;
    private static final int LONGEST_OBJECTIVE = 500;

    /** The action to take. */
    public enum Action {
        LIST,
        CREATE,
        DEFINE_MODULE,
        ISSUE,
        REVOKE,
        TRACK
    }

    NewProgram toProgram() {
        return new NewProgram(
                Objects.requireNonNull(certificationLevel),
                name == null ? null : TrainingCatalogue.name(name),
                Objects.requireNonNull(moduleIds),
                passingScoreRate,
                validityMonths,
                version);
    }

    ModuleDefinition toModule() {
        return new ModuleDefinition(
                TrainingCatalogue.name(Objects.requireNonNull(code)),
                TrainingCatalogue.name(Objects.requireNonNull(name)),
                Objects.requireNonNull(format),
                level,
                Objects.requireNonNull(durationMinutes),
                prerequisites == null ? List.of() : prerequisites,
                objectives == null
                        ? List.of()
                        : objectives.stream().map(each -> line(each, LONGEST_OBJECTIVE)).toList(),
                passingScoreRate,
                maxAttempts,
                active,
                version);
    }

    List<String> addresses() {
        return Objects.requireNonNull(userEmails).stream().map(TrainingInput::address).toList();
    }

    String shownReason() {
        return line(Objects.requireNonNull(reason), LONGEST_REASON);
    }

    private static String line(String sent, int most) {
        return UntrustedText.of(sent.replaceAll("\\s+", " "), most).text();
    }
}
