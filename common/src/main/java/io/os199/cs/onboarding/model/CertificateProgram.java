package io.os199.cs.onboarding.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The requirements of a level of certificates.
 *
 * @param requiredModules ids, in the order in which they are taken
 * @param passingScoreRate the score that the best attempt in each of them must reach
 */
public record CertificateProgram(
        CertificateLevel level,
        int version,
        String name,
        List<String> requiredModules,
        BigDecimal passingScoreRate,
        int validityMonths,
        boolean active) {
    public CertificateProgram {
        requiredModules = List.copyOf(requiredModules);
    }

    /**
     * Returns the first day on which a certificate issued that day is no longer valid; the end of a month stays
     * within the month.
     */
    public LocalDate expiryOf(LocalDate issuedOn) {
        return issuedOn.plusMonths(validityMonths);
    }
}
