package io.os199.cs.onboarding.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What a level of certificates asks for.
 *
 * @param requiredModules ids, in the order in which they are taken
 * @param passingScoreRate that the best score in each of them has to reach
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

    /** The first day on which a certificate of that day is valid no more; a month's end stays within the month. */
    public LocalDate expiryOf(LocalDate issuedOn) {
        return issuedOn.plusMonths(validityMonths);
    }
}
