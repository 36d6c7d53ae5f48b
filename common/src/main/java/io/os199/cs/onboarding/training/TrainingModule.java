package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A training on offer.
 *
 * @param prerequisites ids of the modules to pass first
 * @param passingScoreRate absent where there is no assessment
 * @param maxAttempts consecutive failures after which no further attempt is allowed
 */
public record TrainingModule(
        String moduleId,
        String code,
        String name,
        TrainingFormat format,
        @Nullable CertificateLevel level,
        int durationMinutes,
        List<String> prerequisites,
        List<String> objectives,
        @Nullable BigDecimal passingScoreRate,
        int maxAttempts,
        boolean active,
        int version) {
    public TrainingModule {
        prerequisites = List.copyOf(prerequisites);
        objectives = List.copyOf(objectives);
    }

    /** Returns the name on one line, without invisible characters, since it may come from a file. */
    public String shownName() {
        return UntrustedText.name(name);
    }

    /** Returns the code, cleaned in the same way. */
    public String shownCode() {
        return UntrustedText.name(code);
    }

    /** Whether it ends in a score. */
    public boolean isAssessed() {
        return passingScoreRate != null;
    }
}
