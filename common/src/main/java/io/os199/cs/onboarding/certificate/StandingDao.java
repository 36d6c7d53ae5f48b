package io.os199.cs.onboarding.certificate;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads who is certified. The status of a certificate on a day follows the rule of {@code Certificate.status},
 * applied here to many at once.
 */
interface StandingDao {
    /** The counts of one client. */
    record OfClient(String clientId, String clientName, @Nested CertificateCounts counts) {}

    /**
     * Counts for the clients in a range of ids; those that have left are included only where they are asked for.
     *
     * @param endOfDay the end of the day {@code asOf}
     * @param until the last day on which a certificate that ends counts as expiring
     */
    @SqlQuery(
            """
            with chosen as (
                select client_id, name
                from clients
                where client_id between :first and :last and (:includesChurned or status <> 'churned')),
            certificate as (
                select c.client_id, c.contact_email as email, c.level, c.expires_on,
                    array_position(array['basic', 'intermediate', 'advanced', 'expert'], c.level) as rank,
                    case when c.revoked_on <= :asOf then 'revoked'
                        when s.issued_on <= :asOf then 'superseded'
                        when c.expires_on <= :asOf then 'expired'
                        else 'valid' end as state
                from chosen
                join certifications c using (client_id)
                left join certifications s on s.client_id = c.client_id and s.certification_id = c.superseded_by
                where c.issued_on <= :asOf),
            contact as (
                select client_id, lower(trim(email)) as email, bool_or(role = 'admin') as is_admin
                from contacts
                join chosen using (client_id)
                where trim(email) <> '' and (left_company_at is null or left_company_at >= :endOfDay)
                group by 1, 2),
            -- A person has at most one valid certificate of a level.
            valid as (
                select *, count(*) over (partition by client_id, email order by rank
                    rows between unbounded preceding and 1 preceding) < rank - 1 as is_lapsed
                from certificate
                where state = 'valid'),
            holder as (
                select client_id, email, bool_or(level = 'basic') as has_basic
                from valid
                group by 1, 2),
            person as (
                select client_id, count(c.email) as contact_count,
                    count(*) filter (where c.email is not null and h.email is not null) as certified_contact_count,
                    count(*) filter (where c.email is null) as certified_outside_contacts_count,
                    count(*) filter (where c.is_admin and h.has_basic is not true) as uncertified_admin_count
                from contact c
                full join holder h using (client_id, email)
                group by client_id),
            held as (
                select client_id,
                    count(*) filter (where level = 'basic') as basic_count,
                    count(*) filter (where level = 'intermediate') as intermediate_count,
                    count(*) filter (where level = 'advanced') as advanced_count,
                    count(*) filter (where level = 'expert') as expert_count,
                    count(*) filter (where expires_on <= :until) as expiring_count,
                    min(expires_on) filter (where expires_on <= :until) as first_expiry_on,
                    count(*) filter (where is_lapsed) as lapsed_count
                from valid
                group by client_id),
            gone as (
                select client_id, count(*) filter (where state = 'expired') as expired_count,
                    count(*) filter (where state = 'revoked') as revoked_count
                from certificate
                group by client_id)
            select k.client_id, k.name as client_name,
                coalesce(contact_count, 0) as contact_count,
                coalesce(certified_contact_count, 0) as certified_contact_count,
                coalesce(certified_outside_contacts_count, 0) as certified_outside_contacts_count,
                coalesce(basic_count, 0) as basic_count, coalesce(intermediate_count, 0) as intermediate_count,
                coalesce(advanced_count, 0) as advanced_count, coalesce(expert_count, 0) as expert_count,
                coalesce(expiring_count, 0) as expiring_count, first_expiry_on,
                coalesce(expired_count, 0) as expired_count, coalesce(revoked_count, 0) as revoked_count,
                coalesce(lapsed_count, 0) as lapsed_count,
                coalesce(uncertified_admin_count, 0) as uncertified_admin_count
            from chosen k
            left join person using (client_id)
            left join held using (client_id)
            left join gone using (client_id)
            order by k.client_id
            """)
    @RegisterConstructorMapper(OfClient.class)
    List<OfClient> counts(
            String first,
            String last,
            boolean includesChurned,
            LocalDate asOf,
            Instant endOfDay,
            LocalDate until);

    /** Someone at a client who may hold a certificate or has tried to earn one. */
    record Somebody(String email, boolean inContacts, boolean isAdmin) {}

    String PEOPLE =
            """
            with person as (
                select email, bool_or(is_contact) as in_contacts, bool_or(is_admin) as is_admin
                from (
                    select lower(trim(email)) as email, true as is_contact, role = 'admin' as is_admin
                    from contacts
                    where client_id = :clientId and trim(email) <> ''
                        and (left_company_at is null or left_company_at >= :endOfDay)
                    union all
                    select contact_email, false, false
                    from certifications
                    where client_id = :clientId and issued_on <= :asOf
                    union all
                    select contact_email, false, false
                    from training_completions
                    where client_id = :clientId and completed_at < :endOfDay) every
                group by email)
            """;

    @SqlQuery(
            PEOPLE
                    + """
                    select email, in_contacts, is_admin
                    from person
                    where (cast(:email as text) is null or email = :email)
                        and (cast(:after as text) is null
                            or email > coalesce((select email from person
                                where encode(sha256(convert_to(email, 'UTF8')), 'hex') = :after), ''))
                    order by email
                    limit :most
                    """)
    @RegisterConstructorMapper(Somebody.class)
    List<Somebody> people(
            String clientId,
            LocalDate asOf,
            Instant endOfDay,
            @Nullable String email,
            @Nullable String after,
            int most);

    @SqlQuery(
            PEOPLE
                    + """
                    select count(*)
                    from person
                    where cast(:email as text) is null or email = :email
                    """)
    long peopleCount(String clientId, LocalDate asOf, Instant endOfDay, @Nullable String email);

    /** Returns the addresses of the current contacts. */
    @SqlQuery(PEOPLE + "select email from person where in_contacts order by email")
    List<String> contacts(String clientId, LocalDate asOf, Instant endOfDay);
}
