package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.TrainingFormat;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A complete new definition of a training module.
 *
 * @param code its key
 * @param prerequisites ids or codes
 * @param passingScoreRate absent for no assessment
 * @param version the version that the caller saw; absent for a new one
 */
public record ModuleDefinition(
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
        @Nullable Integer version) {
    public ModuleDefinition {
        prerequisites = List.copyOf(prerequisites);
        objectives = List.copyOf(objectives);
    }
}
