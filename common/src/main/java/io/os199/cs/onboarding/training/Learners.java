package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.Attempt;
import io.os199.cs.onboarding.model.Certificate;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.platform.database.Transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what people at a client have attempted and hold, and what certificates require. */
public final class Learners {
    private Learners() {}

    /** Returns each of these people by address, including those who have attempted nothing. */
    public static Map<String, Learner> of(
            Transaction tx, String clientId, Collection<String> emails) {
        Map<String, List<Attempt>> attempts = new LinkedHashMap<>();
        Map<String, List<Certificate>> certificates = new LinkedHashMap<>();
        List<String> asked = emails.stream().distinct().sorted().toList();
        if (!asked.isEmpty()) {
            LearnerDao dao = tx.dao(LearnerDao.class);
            dao.attempts(clientId, asked)
                    .forEach(
                            row ->
                                    attempts.computeIfAbsent(row.email(), _ -> new ArrayList<>())
                                            .add(
                                                    new Attempt(
                                                            row.moduleId(),
                                                            row.attempt(),
                                                            row.sessionId(),
                                                            row.completedAt(),
                                                            row.scoreRate(),
                                                            row.passed())));
            dao.certificates(clientId, asked)
                    .forEach(
                            row ->
                                    certificates
                                            .computeIfAbsent(row.email(), _ -> new ArrayList<>())
                                            .add(
                                                    new Certificate(
                                                            row.certificationId(),
                                                            row.level(),
                                                            row.programVersion(),
                                                            row.issuedOn(),
                                                            row.expiresOn(),
                                                            row.revokedOn(),
                                                            row.supersededOn())));
        }
        Map<String, Learner> found = new LinkedHashMap<>();
        asked.forEach(
                email ->
                        found.put(
                                email,
                                new Learner(
                                        email,
                                        attempts.getOrDefault(email, List.of()),
                                        certificates.getOrDefault(email, List.of()))));
        return found;
    }

    /** Returns the programmes in force, lowest level first. */
    public static List<CertificateProgram> activePrograms(Transaction tx) {
        return tx.dao(LearnerDao.class).activePrograms().stream()
                .sorted(Comparator.comparing(CertificateProgram::level))
                .toList();
    }
}
