package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.CertificateLevel;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Writes to {@code certifications}. */
interface CertificateDao {
    /**
     * Locks the client, so that issuing and revoking happen one after the other and nobody gets two certificates of a
     * level.
     */
    @SqlQuery("select client_id from clients where client_id = :clientId for no key update")
    String lockClient(String clientId);

    /**
     * Supersedes the renewed certificates first, since a person has at most one of each level that is neither
     * superseded nor revoked.
     */
    @SqlUpdate(
            """
            with wanted as (
                select * from jsonb_to_recordset(cast(:rows as jsonb)) r (certification_id text, email text,
                    renewal_of text)),
            renewed as (
                update certifications c
                set superseded_by = w.certification_id, updated_at = :now
                from wanted w
                where c.client_id = :clientId and c.certification_id = w.renewal_of
                returning c.certification_id)
            insert into certifications (client_id, certification_id, contact_email, level, program_version, issued_on,
                expires_on, created_at, updated_at)
            select :clientId, w.certification_id, w.email, :level, :programVersion, :issuedOn, :expiresOn, :now, :now
            from wanted w
            where (select count(*) from renewed) >= 0
            """)
    void issue(
            String clientId,
            CertificateLevel level,
            int programVersion,
            LocalDate issuedOn,
            LocalDate expiresOn,
            String rows,
            Instant now);

    @SqlQuery(
            """
            select contact_email
            from certifications
            where client_id = :clientId and certification_id = :certificationId
            """)
    Optional<String> holder(String clientId, String certificationId);

    @SqlUpdate(
            """
            update certifications
            set revoked_on = :today, revoke_reason = :reason, updated_at = :now
            where client_id = :clientId and certification_id = :certificationId
            """)
    void revoke(
            String clientId, String certificationId, LocalDate today, String reason, Instant now);
}
