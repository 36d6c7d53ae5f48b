package io.os199.cs.core;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.Contact;
import io.os199.cs.core.model.Tier;

import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes a client's own fields and its contacts. */
interface ClientWriteDao {
    /** Returns the custom fields as JSON and locks the client; from then on no one else changes it or its contracts. */
    @SqlQuery(
            """
            select cast(attributes as text) from clients where client_id = :clientId for no key update
            """)
    String lock(String clientId);

    /**
     * Renames a client; false when another client has the name or the external id, in which case the transaction has
     * failed.
     */
    default boolean rename(String clientId, String name, @Nullable String externalId, Instant now) {
        try {
            register(clientId, name, externalId, now);
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    @SqlUpdate(
            """
            update client_names
            set name = :name, external_id = :externalId, updated_at = :now
            where client_id = :clientId
            """)
    void register(String clientId, String name, @Nullable String externalId, Instant now);

    /** The fields that callers edit; {@code version} increases by one. */
    record Edited(
            String clientId,
            String name,
            String companyName,
            @Nullable String externalId,
            @Nullable String industry,
            Tier tier,
            @Nullable String csm,
            ClientStatus status,
            List<String> tags,
            String attributes) {}

    @SqlUpdate(
            """
            update clients
            set name = :name, company_name = :companyName, external_id = :externalId, industry = :industry,
                tier = :tier, csm = :csm, status = :status, tags = :tags,
                attributes = cast(:attributes as jsonb), version = version + 1, updated_at = :now
            where client_id = :clientId
            """)
    void edit(@BindMethods Edited edited, Instant now);

    @SqlQuery(
            """
            select contact_id, name, email, title, role, is_primary, left_company_at
            from contacts
            where client_id = :clientId and lower(email) = lower(:email) and left_company_at is null
            """)
    @RegisterConstructorMapper(Contact.class)
    Optional<Contact> contact(String clientId, String email);

    @SqlUpdate(
            """
            update contacts
            set is_primary = false, updated_at = :now
            where client_id = :clientId and is_primary and contact_id <> :contactId
            """)
    void leaveNoOtherPrimary(String clientId, String contactId, Instant now);

    @SqlUpdate(
            """
            insert into contacts as c (client_id, contact_id, name, email, title, role, is_primary, left_company_at,
                created_at, updated_at)
            values (:clientId, :contactId, :name, :email, :title, :role, :isPrimary, :leftCompanyAt, :now, :now)
            on conflict (client_id, contact_id) do update
            set name = excluded.name, title = excluded.title, role = excluded.role,
                is_primary = excluded.is_primary, left_company_at = excluded.left_company_at,
                updated_at = excluded.updated_at
            """)
    void put(String clientId, @BindMethods Contact contact, Instant now);

    /** The number of features that a client has at one tier and at another. */
    record Available(int before, int after) {}

    /** Counts the available features as {@link io.os199.cs.core.overview.UsagePart} does. */
    @SqlQuery(
            """
            with owned as (
                select distinct p.product_id
                from contracts c
                cross join unnest(c.products) as named (product_id)
                join products p on p.product_id = named.product_id
                where c.client_id = :clientId and c.status <> 'draft' and c.start_date <= :today
                    and (c.end_date is null or c.end_date >= :today)
                    and (c.terminated_on is null or c.terminated_on > :today)
            ), tier as (
                select array['starter', 'standard', 'professional', 'enterprise'] as ranked
            )
            select count(*) filter (where array_position(ranked, min_tier) <= array_position(ranked, :from)) as before,
                count(*) filter (where array_position(ranked, min_tier) <= array_position(ranked, :to)) as after
            from features
            cross join tier
            where (released_on is null or released_on <= :today)
                and (not exists (select from owned) or product_id in (select product_id from owned))
            """)
    @RegisterConstructorMapper(Available.class)
    Available featuresOf(String clientId, Tier from, Tier to, LocalDate today);
}
