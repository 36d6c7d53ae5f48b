package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.CertificateLevel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The new requirements of a level of certificates.
 *
 * @param name absent to keep the name
 * @param modules ids or codes
 * @param passingScoreRate absent for the default of the level
 * @param version the version that the caller saw; absent for a level without modules so far
 */
public record NewProgram(
        CertificateLevel level,
        @Nullable String name,
        List<String> modules,
        @Nullable BigDecimal passingScoreRate,
        int validityMonths,
        @Nullable Integer version) {
    public NewProgram {
        modules = List.copyOf(modules);
    }

    BigDecimal mark() {
        return passingScoreRate != null
                ? passingScoreRate
                : switch (level) {
                    case BASIC -> new BigDecimal("0.75");
                    case INTERMEDIATE -> new BigDecimal("0.80");
                    case ADVANCED -> new BigDecimal("0.85");
                    case EXPERT -> new BigDecimal("0.90");
                };
    }
}
