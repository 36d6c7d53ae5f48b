package io.os199.cs.onboarding.certificate;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.onboarding.certificate.IssueReport.BestScore;
import io.os199.cs.onboarding.certificate.IssueReport.Issued;
import io.os199.cs.onboarding.certificate.IssueReport.NobodyIssued;
import io.os199.cs.onboarding.certificate.IssueReport.Refused;
import io.os199.cs.onboarding.model.Certificate;
import io.os199.cs.onboarding.model.CertificateEligibility;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.training.Learners;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.onboarding.training.TrainingModules;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Issues and revokes certificates, with the timeline, the audit log and the cached answers of the client, in the
 * caller's transaction.
 */
public final class Certificates {
    /** The tool that manages certificates. */
    public static final String TOOL = "manage_certification_program";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Certificates(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    private record Row(String certificationId, String email, @Nullable String renewalOf) {}

    /**
     * Issues a level to those of the given people who are eligible.
     *
     * @param emails lower case, each once
     * @return refused when nobody is eligible
     */
    public Answer<IssueReport> issue(
            Transaction tx,
            String clientId,
            CertificateLevel level,
            List<String> emails,
            Actor actor,
            Instant now) {
        return TrainingCatalogue.inForce(tx, level)
                .then(
                        program -> {
                            CertificateDao dao = tx.dao(CertificateDao.class);
                            dao.lockClient(clientId);
                            IssueReport report = judged(tx, clientId, program, emails, now);
                            if (report.issued().isEmpty()) {
                                return Answer.refused(nobody(level, report.refused()));
                            }
                            write(tx, dao, clientId, program, report, actor, now);
                            return Answer.of(report);
                        });
    }

    private static IssueReport judged(
            Transaction tx,
            String clientId,
            CertificateProgram program,
            List<String> emails,
            Instant now) {
        Map<String, TrainingModule> modules =
                TrainingModules.withIds(tx, program.requiredModules());
        LocalDate today = day(now);
        List<Issued> issued = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Learner learner : Learners.of(tx, clientId, emails).values()) {
            CertificateEligibility may =
                    CertificateEligibility.of(
                            program, Requirements.assessed(modules.values()), learner, today);
            Certificate before = may.renewalOf();
            if (may.isEligible()) {
                issued.add(
                        new Issued(
                                TypeId.next("certification"),
                                learner.email(),
                                program.level(),
                                program.version(),
                                today,
                                program.expiryOf(today),
                                before == null ? null : before.certificationId()));
            } else {
                refused.add(
                        new Refused(
                                learner.email(),
                                may.heldUntil() == null
                                        ? Requirements.codes(modules, may.missingModules())
                                        : List.of(),
                                may.missingLevels(),
                                may.heldUntil() == null
                                        ? may.bestScores().entrySet().stream()
                                                .map(
                                                        each ->
                                                                new BestScore(
                                                                        Requirements.code(
                                                                                modules,
                                                                                each.getKey()),
                                                                        Rounded.rate(
                                                                                each.getValue())))
                                                .toList()
                                        : List.of(),
                                may.heldUntil(),
                                may.heldUntil() == null
                                        ? null
                                        : Objects.requireNonNull(before).renewableFrom()));
            }
        }
        return new IssueReport(issued, refused);
    }

    private void write(
            Transaction tx,
            CertificateDao dao,
            String clientId,
            CertificateProgram program,
            IssueReport report,
            Actor actor,
            Instant now) {
        LocalDate today = day(now);
        dao.issue(
                clientId,
                program.level(),
                program.version(),
                today,
                program.expiryOf(today),
                Json.write(
                        report.issued().stream()
                                .map(
                                        each ->
                                                new Row(
                                                        each.certificationId(),
                                                        each.email(),
                                                        each.renewalOf()))
                                .toList()),
                now);
        int count = report.issued().size();
        finish(
                tx,
                clientId,
                "Certificates issued",
                Map.of("level", program.level(), "count", count),
                Impact.POSITIVE,
                "issue %d certificates".formatted(count),
                report.issued().stream().map(Issued::certificationId).toList(),
                actor,
                now);
    }

    /** Returns a conflict when the only obstacle is that they all hold it already. */
    private static Refusal nobody(CertificateLevel level, List<Refused> refused) {
        String word = WireName.of(level);
        boolean allHold = refused.stream().allMatch(each -> each.heldUntil() != null);
        return (allHold
                        ? Refusal.conflict(
                                        "an active certificate %s is held already by all %d of them"
                                                .formatted(word, refused.size()))
                                .hint("refused says until when, and from when it may be renewed")
                        : Refusal.failedPrecondition(
                                        "none of %d people may have the certificate %s yet"
                                                .formatted(refused.size(), word))
                                .hint(
                                        "refused says what each still lacks; record trainings with"
                                                + " deliver_training_session"))
                .field("user_emails")
                .detail(new NobodyIssued(refused));
    }

    /** Revokes a certificate; it never becomes valid again. */
    public Answer<RevokeReport> revoke(
            Transaction tx,
            String clientId,
            String certificationId,
            String reason,
            Actor actor,
            Instant now) {
        CertificateDao dao = tx.dao(CertificateDao.class);
        dao.lockClient(clientId);
        String email = dao.holder(clientId, certificationId).orElse(null);
        if (email == null) {
            return Answer.refused(
                    Refusal.notFound(
                                    "certification_id",
                                    "The client has no certificate with this certification_id")
                            .expected("a certification_id of this client, from track"));
        }
        LocalDate today = day(now);
        Learner learner = learner(tx, clientId, email);
        Certificate found = certificate(learner, certificationId);
        if (!found.isValid(today)) {
            return Answer.refused(over(found, today));
        }
        List<Certificate> dependents =
                learner.certificates().stream()
                        .filter(each -> each.level().compareTo(found.level()) > 0)
                        .filter(each -> each.isValid(today))
                        .sorted(Comparator.comparing(Certificate::level))
                        .toList();
        dao.revoke(clientId, certificationId, today, reason, now);
        finish(
                tx,
                clientId,
                "Certificate revoked",
                Map.of("level", found.level(), "lapsed_count", dependents.size()),
                Impact.NEGATIVE,
                "revoke certificate",
                List.of(certificationId),
                actor,
                now);
        return Answer.of(
                new RevokeReport(
                        email,
                        certificate(learner(tx, clientId, email), certificationId),
                        dependents));
    }

    private static Learner learner(Transaction tx, String clientId, String email) {
        return Objects.requireNonNull(Learners.of(tx, clientId, List.of(email)).get(email));
    }

    private static Certificate certificate(Learner learner, String certificationId) {
        return learner.certificates().stream()
                .filter(each -> each.certificationId().equals(certificationId))
                .findFirst()
                .orElseThrow();
    }

    private static Refusal over(Certificate found, LocalDate today) {
        LocalDate revokedOn = found.revokedOn();
        LocalDate supersededOn = found.supersededOn();
        return Refusal.failedPrecondition(
                        revokedOn != null
                                ? "the certificate was revoked on " + revokedOn
                                : supersededOn != null
                                        ? "the certificate was superseded on " + supersededOn
                                        : "the certificate expired on " + found.expiresOn())
                .field("certification_id")
                .expected("a certificate that is valid on " + today);
    }

    private void finish(
            Transaction tx,
            String clientId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            String action,
            List<String> ids,
            Actor actor,
            Instant now) {
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.TRAINING,
                        title,
                        detail,
                        impact,
                        impact == Impact.POSITIVE,
                        actor.principal(),
                        TOOL,
                        ids.getFirst()));
        audit.record(tx, AuditEntry.done(actor, TOOL, action, ids));
        answers.changed(tx, clientId);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
