package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a person may get a certificate, and what is missing: {@code training-1}.
 *
 * @param missingModules ids of required modules that were not passed well enough
 * @param missingLevels lower levels without a valid certificate
 * @param bestScores of the required modules that were attempted with an assessment
 * @param renewalOf the certificate that would be renewed; absent for a first one
 * @param heldUntil the end of the current certificate if it is too early to renew it
 */
public record CertificateEligibility(
        List<String> missingModules,
        List<CertificateLevel> missingLevels,
        Map<String, BigDecimal> bestScores,
        @Nullable Certificate renewalOf,
        @Nullable LocalDate heldUntil) {

    /**
     * Returns what a person still needs for a certificate on a day.
     *
     * @param assessed the modules that have an assessment; for others, a pass is enough
     */
    public static CertificateEligibility of(
            CertificateProgram program, Set<String> assessed, Learner learner, LocalDate asOf) {
        Certificate current =
                learner.certificates().stream()
                        .filter(each -> each.level() == program.level())
                        .filter(each -> !each.issuedOn().isAfter(asOf))
                        .filter(each -> each.status(asOf) != CertificateStatus.REVOKED)
                        .filter(each -> each.status(asOf) != CertificateStatus.SUPERSEDED)
                        .max(Comparator.comparing(Certificate::issuedOn))
                        .orElse(null);
        List<String> missing = new ArrayList<>();
        Map<String, BigDecimal> best = new LinkedHashMap<>();
        for (String module : program.requiredModules()) {
            List<Attempt> counted = counted(learner, module, current, asOf);
            counted.stream()
                    .map(Attempt::scoreRate)
                    .filter(each -> each != null)
                    .max(Comparator.naturalOrder())
                    .ifPresent(score -> best.put(module, score));
            boolean needsScore = assessed.contains(module);
            if (counted.stream()
                    .noneMatch(
                            each ->
                                    each.isPassed()
                                            && (!needsScore
                                                    || Attempts.passes(
                                                            program.passingScoreRate(),
                                                            each.scoreRate())))) {
                missing.add(module);
            }
        }
        return new CertificateEligibility(
                missing,
                program.level().lower().stream()
                        .filter(level -> !holds(learner, level, asOf))
                        .toList(),
                best,
                current,
                current != null && asOf.isBefore(current.renewableFrom())
                        ? current.expiresOn()
                        : null);
    }

    /** Returns the attempts up to the day; for a renewal, only those after the day of the last issue. */
    private static List<Attempt> counted(
            Learner learner, String module, @Nullable Certificate current, LocalDate asOf) {
        return learner.attempts().stream()
                .filter(each -> each.moduleId().equals(module))
                .filter(
                        each -> {
                            LocalDate day = each.day();
                            return day != null
                                    && !day.isAfter(asOf)
                                    && (current == null || day.isAfter(current.issuedOn()));
                        })
                .toList();
    }

    /** Whether a person holds a valid certificate of a level. */
    public static boolean holds(Learner learner, CertificateLevel level, LocalDate asOf) {
        return learner.certificates().stream()
                .anyMatch(each -> each.level() == level && each.isValid(asOf));
    }

    /** Whether nothing is missing and it is not too early. */
    public boolean isEligible() {
        return missingModules.isEmpty() && missingLevels.isEmpty() && heldUntil == null;
    }
}
