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
 * @param prerequisites ids of modules to pass before
 * @param passingScoreRate absent where there is no assessment
 * @param maxAttempts failures in a row, after which there are no more
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

    /** The name on one line, without what nobody sees: it may come from a file. */
    public String shownName() {
        return UntrustedText.name(name);
    }

    /** The code likewise. */
    public String shownCode() {
        return UntrustedText.name(code);
    }

    /** Whether it ends in a score. */
    public boolean isAssessed() {
        return passingScoreRate != null;
    }
}
