package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.Certificate;
import io.os199.cs.onboarding.model.CertificateEligibility;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.CertificateStatus;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What one person at a client holds and is working toward.
 *
 * @param inContacts whether the person is a current contact
 * @param certificates the newest 20, ordered by level and then newest first
 * @param inProgress the lowest level that is not held, and any others of which a module was passed
 */
public record Standing(
        @Personal(Personal.Kind.EMAIL) String email,
        boolean inContacts,
        List<Held> certificates,
        List<Progress> inProgress) {
    private static final int MOST = 20;

    /** A certificate, and whether one of a lower level is no longer valid. */
    public record Held(
            String certificationId,
            CertificateLevel level,
            CertificateStatus status,
            LocalDate issuedOn,
            LocalDate expiresOn,
            boolean prerequisiteLapsed) {
        static Held of(Certificate certificate, Learner learner, LocalDate asOf) {
            return new Held(
                    certificate.certificationId(),
                    certificate.level(),
                    certificate.status(asOf),
                    certificate.issuedOn(),
                    certificate.expiresOn(),
                    certificate.isValid(asOf)
                            && certificate.level().lower().stream()
                                    .anyMatch(
                                            level ->
                                                    !CertificateEligibility.holds(
                                                            learner, level, asOf)));
        }
    }

    /**
     * A person's progress toward a level.
     *
     * @param nextModule the code of the first missing module; absent where none is missing
     * @param eligible whether the certificate may be issued
     */
    public record Progress(
            CertificateLevel level,
            int modulesPassed,
            int modulesRequired,
            @Nullable String nextModule,
            boolean eligible) {}

    /** Works out a person's standing from their trainings and the programmes on offer. */
    static Standing of(
            Learner learner,
            boolean inContacts,
            List<CertificateProgram> programs,
            Map<String, TrainingModule> modules,
            LocalDate asOf) {
        List<Progress> progress = new ArrayList<>();
        boolean isLowest = true;
        for (CertificateProgram program : programs) {
            if (CertificateEligibility.holds(learner, program.level(), asOf)) {
                continue;
            }
            Progress each = progress(learner, program, modules, asOf);
            if (isLowest || each.modulesPassed() > 0) {
                progress.add(each);
            }
            isLowest = false;
        }
        return new Standing(
                learner.email(),
                inContacts,
                learner.certificates().stream()
                        .filter(each -> !each.issuedOn().isAfter(asOf))
                        .sorted(Comparator.comparing(Certificate::issuedOn).reversed())
                        .limit(MOST)
                        .sorted(
                                Comparator.comparing(Certificate::level)
                                        .thenComparing(
                                                Comparator.comparing(Certificate::issuedOn)
                                                        .reversed())
                                        .thenComparing(Certificate::certificationId))
                        .map(each -> Held.of(each, learner, asOf))
                        .toList(),
                progress);
    }

    private static Progress progress(
            Learner learner,
            CertificateProgram program,
            Map<String, TrainingModule> modules,
            LocalDate asOf) {
        CertificateEligibility may =
                CertificateEligibility.of(
                        program, Requirements.assessed(modules.values()), learner, asOf);
        int required = program.requiredModules().size();
        return new Progress(
                program.level(),
                required - may.missingModules().size(),
                required,
                may.missingModules().isEmpty()
                        ? null
                        : Requirements.code(modules, may.missingModules().getFirst()),
                may.isEligible());
    }
}
