package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads {@code training_completions}, {@code certifications} and {@code certification_programs}. */
interface LearnerDao {
    /** An attempt and the person who made it. */
    record AttemptRow(
            String email,
            String moduleId,
            int attempt,
            @Nullable String sessionId,
            @Nullable Instant completedAt,
            @Nullable BigDecimal scoreRate,
            @Nullable Boolean passed) {}

    @SqlQuery(
            """
            select contact_email as email, module_id, attempt, session_id, completed_at, score_rate::numeric as score_rate, passed
            from training_completions
            where client_id = :clientId and contact_email = any(:emails)
            order by contact_email, module_id, attempt
            """)
    @RegisterConstructorMapper(AttemptRow.class)
    List<AttemptRow> attempts(String clientId, List<String> emails);

    /** A certificate and the person who holds it. */
    record CertificateRow(
            String email,
            String certificationId,
            CertificateLevel level,
            int programVersion,
            LocalDate issuedOn,
            LocalDate expiresOn,
            @Nullable LocalDate revokedOn,
            @Nullable LocalDate supersededOn) {}

    @SqlQuery(
            """
            select c.contact_email as email, c.certification_id, c.level, c.program_version, c.issued_on, c.expires_on,
                c.revoked_on, s.issued_on as superseded_on
            from certifications c
            left join certifications s on s.client_id = c.client_id and s.certification_id = c.superseded_by
            where c.client_id = :clientId and c.contact_email = any(:emails)
            order by c.contact_email, c.level, c.issued_on, c.certification_id
            """)
    @RegisterConstructorMapper(CertificateRow.class)
    List<CertificateRow> certificates(String clientId, List<String> emails);

    @SqlQuery(
            """
            select level, program_version as version, name, required_modules,
                passing_score_rate::numeric as passing_score_rate, validity_months, active
            from certification_programs
            where active
            """)
    @RegisterConstructorMapper(CertificateProgram.class)
    List<CertificateProgram> activePrograms();
}
