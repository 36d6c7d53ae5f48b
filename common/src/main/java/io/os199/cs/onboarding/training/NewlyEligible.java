package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.CertificateEligibility;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.training.ResultCheck.NewAttempt;
import io.os199.cs.onboarding.training.SessionReport.Eligible;
import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds people who have just passed and may now get a certificate that they could not get without that pass. */
final class NewlyEligible {
    private NewlyEligible() {}

    static List<Eligible> of(
            Transaction tx, TrainingSession session, List<NewAttempt> attempts, Instant now) {
        List<String> passed =
                attempts.stream().filter(NewAttempt::passed).map(NewAttempt::email).toList();
        List<CertificateProgram> programs =
                passed.isEmpty()
                        ? List.of()
                        : Learners.activePrograms(tx).stream()
                                .filter(each -> each.requiredModules().contains(session.moduleId()))
                                .toList();
        if (programs.isEmpty()) {
            return List.of();
        }
        Set<String> assessed = assessed(tx, programs);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Eligible> found = new ArrayList<>();
        for (Learner learner : Learners.of(tx, session.clientId(), passed).values()) {
            Learner without = learner.without(session.sessionId());
            for (CertificateProgram program : programs) {
                if (CertificateEligibility.of(program, assessed, learner, today).isEligible()
                        && !CertificateEligibility.of(program, assessed, without, today)
                                .isEligible()) {
                    found.add(new Eligible(learner.email(), program.level()));
                }
            }
        }
        return found;
    }

    /** Returns the modules of these programmes that end in a score. */
    private static Set<String> assessed(Transaction tx, List<CertificateProgram> programs) {
        Set<String> required = new HashSet<>();
        programs.forEach(each -> required.addAll(each.requiredModules()));
        return TrainingModules.withIds(tx, required).values().stream()
                .filter(TrainingModule::isAssessed)
                .map(TrainingModule::moduleId)
                .collect(Collectors.toSet());
    }
}
