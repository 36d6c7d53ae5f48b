package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The result of issuing certificates.
 *
 * @param issued by address
 * @param refused by address
 */
public record IssueReport(List<Issued> issued, List<Refused> refused) {
    public IssueReport {
        issued = List.copyOf(issued);
        refused = List.copyOf(refused);
    }

    /**
     * A new certificate.
     *
     * @param renewalOf the certificate that it supersedes
     */
    public record Issued(
            String certificationId,
            @Personal(Personal.Kind.EMAIL) String email,
            CertificateLevel level,
            int programVersion,
            LocalDate issuedOn,
            LocalDate expiresOn,
            @Nullable String renewalOf) {}

    /**
     * A person who gets no certificate, and what is missing.
     *
     * @param missingModules codes of modules without a good enough pass; for a renewal, after the last issue
     * @param heldUntil the end of the certificate that is already held
     * @param renewableFrom when that one may be renewed
     */
    public record Refused(
            @Personal(Personal.Kind.EMAIL) String email,
            List<String> missingModules,
            List<CertificateLevel> missingLevels,
            List<BestScore> bestScoreRateByModule,
            @Nullable LocalDate heldUntil,
            @Nullable LocalDate renewableFrom) {}

    /** The best score of a person in a required module that has an assessment. */
    public record BestScore(String module, BigDecimal bestScoreRate) {}

    /** The detail of a refusal when nobody gets a certificate. */
    public record NobodyIssued(List<Refused> refused) {}
}
