package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.certificate.CertificateEvidence;
import io.os199.cs.onboarding.certificate.CertificateSummary;
import io.os199.cs.onboarding.certificate.IssueReport;
import io.os199.cs.onboarding.certificate.PortfolioCertificates;
import io.os199.cs.onboarding.certificate.RevokeReport;
import io.os199.cs.onboarding.certificate.Standing;
import io.os199.cs.onboarding.model.Certificate;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.CertificateStatus;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Shortenable;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is on offer, the result of a write, or who is certified; or the progress of the job.
 *
 * @param program the program as {@code create} left it
 * @param module the module as {@code define_module} left it
 * @param page of the list that is paged: modules, people or clients
 */
public record CertificationAnswer(
        @JsonUnwrapped @Nullable ClientRef client,
        @JsonUnwrapped @Nullable Offer offer,
        @Nullable ProgramView program,
        @Nullable ModuleView module,
        @JsonUnwrapped @Nullable Issue issue,
        @JsonUnwrapped @Nullable Revocation revocation,
        @JsonUnwrapped @Nullable Certified certified,
        @JsonUnwrapped @Nullable Page page,
        @JsonUnwrapped @Nullable Basis basis,
        @Nullable List<Truncation> truncated,
        @Nullable JobHandle job)
        implements Shortenable<CertificationAnswer> {
    private static final int LONGEST_OBJECTIVE = 500;

    /** The programs and modules that exist. */
    public record Offer(@Nullable List<ProgramView> programs, @Nullable List<ModuleView> modules) {}

    /** Who got a certificate and who did not. */
    public record Issue(
            @Nullable List<IssueReport.Issued> issued,
            @Nullable List<IssueReport.Refused> refused) {}

    /**
     * What was revoked.
     *
     * @param dependents the same person's certificates of higher levels, which stay
     */
    public record Revocation(@Nullable Revoked certificate, @Nullable List<Dependent> dependents) {}

    /** Who is certified: for one client by person, for all by client. */
    public record Certified(
            @Nullable CertificateSummary summary,
            @Nullable List<Standing> people,
            @Nullable List<PortfolioCertificates.Item> clients,
            @Nullable LocalDate asOf) {}

    /** The position in a list. */
    public record Page(@Nullable Long totalCount, @Nullable String nextCursor) {}

    /**
     * What every answer has besides its subject.
     *
     * @param isDryRun whether this only says what the call would do
     */
    public record Basis(
            @Nullable List<Recommendation> recommendations,
            @Nullable Instant computedAt,
            @Nullable Boolean isDryRun,
            @Nullable CertificateEvidence evidence,
            @Nullable List<DataGap> dataGaps) {
        private static Basis written(
                @Nullable List<Recommendation> recommendations,
                @Nullable CertificateEvidence evidence,
                boolean isDryRun,
                Instant now) {
            return new Basis(recommendations, now, isDryRun ? true : null, evidence, List.of());
        }
    }

    /** What a level requires; modules are given by their codes. */
    public record ProgramView(
            CertificateLevel level,
            String name,
            int version,
            List<String> requiredModules,
            List<CertificateLevel> prerequisiteLevels,
            BigDecimal passingScoreRate,
            int validityMonths,
            boolean active) {
        static ProgramView of(CertificateProgram program, Map<String, TrainingModule> modules) {
            return new ProgramView(
                    program.level(),
                    UntrustedText.name(program.name()),
                    program.version(),
                    codes(program.requiredModules(), modules),
                    program.level().lower(),
                    Rounded.rate(program.passingScoreRate()),
                    program.validityMonths(),
                    program.active());
        }
    }

    /** A module; prerequisites are given by their codes. */
    public record ModuleView(
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
        static ModuleView of(TrainingModule module, Map<String, TrainingModule> modules) {
            BigDecimal mark = module.passingScoreRate();
            return new ModuleView(
                    module.moduleId(),
                    module.shownCode(),
                    module.shownName(),
                    module.format(),
                    module.level(),
                    module.durationMinutes(),
                    codes(module.prerequisites(), modules),
                    module.objectives().stream()
                            .map(each -> UntrustedText.of(each, LONGEST_OBJECTIVE).text())
                            .toList(),
                    Rounded.rateOf(mark),
                    module.maxAttempts(),
                    module.active(),
                    module.version());
        }
    }

    private static List<String> codes(List<String> ids, Map<String, TrainingModule> modules) {
        return ids.stream()
                .map(
                        id -> {
                            TrainingModule module = modules.get(id);
                            return module == null ? id : module.shownCode();
                        })
                .toList();
    }

    /** A revoked certificate. */
    public record Revoked(
            String certificationId,
            @Personal(Personal.Kind.EMAIL) String email,
            CertificateLevel level,
            CertificateStatus status,
            LocalDate issuedOn,
            LocalDate expiresOn,
            @Nullable LocalDate revokedOn) {
        static Revoked of(RevokeReport report, LocalDate today) {
            Certificate certificate = report.certificate();
            return new Revoked(
                    certificate.certificationId(),
                    report.email(),
                    certificate.level(),
                    certificate.status(today),
                    certificate.issuedOn(),
                    certificate.expiresOn(),
                    certificate.revokedOn());
        }
    }

    /** A higher certificate that now lacks its lower one. */
    public record Dependent(
            String certificationId,
            CertificateLevel level,
            LocalDate expiresOn,
            boolean prerequisiteLapsed) {
        static List<Dependent> of(RevokeReport report) {
            return report.dependents().stream()
                    .map(
                            each ->
                                    new Dependent(
                                            each.certificationId(),
                                            each.level(),
                                            each.expiresOn(),
                                            true))
                    .toList();
        }
    }

    static CertificationAnswer listed(
            List<ProgramView> programs,
            List<ModuleView> modules,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            Instant now,
            List<DataGap> gaps) {
        return new CertificationAnswer(
                null,
                new Offer(programs, modules),
                null,
                null,
                null,
                null,
                null,
                new Page(totalCount, nextCursor),
                new Basis(null, now, null, null, gaps),
                null,
                null);
    }

    static CertificationAnswer created(ProgramView program, boolean isDryRun, Instant now) {
        Basis basis = Basis.written(null, null, isDryRun, now);
        return new CertificationAnswer(
                null, null, program, null, null, null, null, null, basis, null, null);
    }

    static CertificationAnswer defined(ModuleView module, boolean isDryRun, Instant now) {
        Basis basis = Basis.written(null, null, isDryRun, now);
        return new CertificationAnswer(
                null, null, null, module, null, null, null, null, basis, null, null);
    }

    static CertificationAnswer issued(
            ClientRef client, IssueReport report, boolean isDryRun, Instant now) {
        Issue issue = new Issue(report.issued(), report.refused());
        Basis basis = Basis.written(List.of(), CertificateEvidence.of(null), isDryRun, now);
        return new CertificationAnswer(
                client, null, null, null, issue, null, null, null, basis, null, null);
    }

    static CertificationAnswer revoked(
            ClientRef client,
            RevokeReport report,
            List<Recommendation> recommendations,
            boolean isDryRun,
            LocalDate today,
            Instant now) {
        Revocation revocation = new Revocation(Revoked.of(report, today), Dependent.of(report));
        Basis basis = Basis.written(recommendations, CertificateEvidence.of(null), isDryRun, now);
        return new CertificationAnswer(
                client, null, null, null, null, revocation, null, null, basis, null, null);
    }

    static CertificationAnswer tracked(
            ClientRef client,
            CertificateSummary summary,
            List<Standing> people,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            List<Recommendation> recommendations,
            LocalDate asOf,
            int expiringWithinDays,
            Instant now,
            List<DataGap> gaps) {
        return new CertificationAnswer(
                client,
                null,
                null,
                null,
                null,
                null,
                new Certified(summary, people, null, asOf),
                new Page(totalCount, nextCursor),
                new Basis(
                        recommendations,
                        now,
                        null,
                        CertificateEvidence.of(expiringWithinDays),
                        gaps),
                null,
                null);
    }

    static CertificationAnswer portfolio(PortfolioCertificates read) {
        return new CertificationAnswer(
                null,
                null,
                null,
                null,
                null,
                null,
                new Certified(read.summary(), null, read.clients(), read.asOf()),
                new Page(read.totalCount(), read.nextCursor()),
                new Basis(
                        read.recommendations(),
                        read.computedAt(),
                        null,
                        read.evidence(),
                        read.dataGaps()),
                null,
                null);
    }

    static CertificationAnswer running(JobHandle job) {
        return new CertificationAnswer(
                null, null, null, null, null, null, null, null, null, null, job);
    }

    /** Paged lists have been cut already. */
    @Override
    public AnswerBudget budget() {
        return issue == null ? AnswerBudget.RAISED : AnswerBudget.USUAL;
    }

    @Override
    public CertificationAnswer shortened() {
        List<IssueReport.Issued> all = issue == null ? null : issue.issued();
        List<IssueReport.Refused> others = issue == null ? null : issue.refused();
        if (all == null || others == null) {
            return this;
        }
        List<Truncation> cut = new ArrayList<>();
        List<IssueReport.Issued> shown =
                fitting("issued", all, with(new Issue(List.of(), List.of()), cut), cut);
        Issue some = new Issue(shown, List.of());
        return with(new Issue(shown, fitting("refused", others, with(some, cut), cut)), cut);
    }

    /** Returns as many as fit, measured as seen by a caller who sees addresses unmasked. */
    private <T> List<T> fitting(
            String list, List<T> all, CertificationAnswer rest, List<Truncation> cut) {
        List<JsonNode> written = new ArrayList<>();
        all.forEach(each -> written.add(Json.tree(each)));
        int shown = budget().fitting(written, Json.tree(rest));
        if (shown < all.size()) {
            cut.add(new Truncation(list, shown, all.size()));
        }
        return all.subList(0, shown);
    }

    private CertificationAnswer with(Issue some, List<Truncation> cut) {
        return new CertificationAnswer(
                client, null, null, null, some, null, null, null, basis, List.copyOf(cut), job);
    }
}
