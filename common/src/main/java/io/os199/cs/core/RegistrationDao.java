package io.os199.cs.core;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.NewClient;
import io.os199.cs.core.model.PossibleDuplicate;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Writes a registration, and finds what it may collide with. */
interface RegistrationDao {
    /**
     * Claims the name and the external id; returns 1 when they are now this client's, 0 when another has one of them.
     */
    @SqlUpdate(
            """
            insert into client_names (client_id, name, external_id, created_at, updated_at)
            values (:clientId, :clientName, :externalId, :now, :now)
            on conflict do nothing
            """)
    int take(String clientId, String clientName, @Nullable String externalId, Instant now);

    /** Finds the clients with the name or the external id, the one with the name first. */
    @SqlQuery(
            """
            select client_id, name as client_name
            from client_names
            where name_key = lower(btrim(:clientName)) or external_id = :externalId
            order by name_key = lower(btrim(:clientName)) desc, client_id
            """)
    @RegisterConstructorMapper(ClientRef.class)
    List<ClientRef> holders(String clientName, @Nullable String externalId);

    /** Inserts the client with the first row of its lifecycle. */
    @SqlUpdate(
            """
            with client as (
                insert into clients (client_id, name, company_name, external_id, industry, tier, lifecycle_stage, csm,
                    tags, created_at, updated_at)
                values (:clientId, :clientName, :legalName, :externalId, :industry, :tier, :lifecycleStage, :csm,
                    :tags, :now, :now)
                returning client_id, lifecycle_stage)
            insert into lifecycle_transitions (client_id, changed_at, to_stage, actor)
            select client_id, :now, lifecycle_stage, :actor
            from client
            """)
    void insert(String clientId, @BindMethods NewClient client, String actor, Instant now);

    @SqlUpdate(
            """
            insert into contacts (client_id, contact_id, name, email, title, role, is_primary, created_at, updated_at)
            values (:clientId, :contactId, :name, :email, :title, :role, :isPrimary, :now, :now)
            """)
    void insertContact(
            String clientId,
            String contactId,
            @Nullable String name,
            String email,
            @Nullable String title,
            ContactRole role,
            boolean isPrimary,
            Instant now);

    /**
     * Finds clients whose name or legal name is like the new one's, most similar first, then those with a contact at
     * the same mail domain; an absent domain matches none.
     */
    @SqlQuery(
            """
            with alike as (
                select client_id, name, similarity(name, :name) as by_name,
                    similarity(company_name, :companyName) as by_company
                from clients
                where name % :name or company_name % :companyName),
            found as (
                select client_id, name, case when by_name >= 0.6 then 'name' else 'company_name' end as match,
                    case when by_name >= 0.6 then by_name else by_company end as similarity
                from alike
                where by_name >= 0.6 or by_company >= 0.6
                union all
                select client_id, name, 'email_domain', null
                from clients
                where client_id in (select client_id from contacts where lower(split_part(email, '@', 2)) = :domain)
                    and client_id not in (select client_id from alike where by_name >= 0.6 or by_company >= 0.6))
            select client_id, name as client_name, match, round(cast(similarity as numeric), 4) as similarity_rate
            from found
            order by similarity desc nulls last, client_id
            limit 5
            """)
    @RegisterConstructorMapper(PossibleDuplicate.class)
    List<PossibleDuplicate> duplicates(String name, String companyName, @Nullable String domain);
}
