package io.os199.cs.core;

import io.os199.cs.core.model.ContactRef;
import io.os199.cs.core.model.Touchpoint;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the table {@code touchpoints}, and {@code clients.last_engagement_at}. */
interface TouchpointDao {
    /** Inserts a touchpoint; returns 1 when it is new, 0 when it is already stored, by its instant or by its source. */
    @SqlUpdate(
            """
            insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, subject, note_text, actor,
                contact_id, answered_at, source_ref, created_at, updated_at)
            values (:clientId, :occurredAt, :touchpointId, :kind, :direction, :subject, :noteText, :actor, :contactId,
                case when :answered and :direction = 'outbound' then cast(:occurredAt as timestamptz) end,
                :sourceRef, :now, :now)
            on conflict do nothing
            """)
    int insert(String touchpointId, @BindMethods Touchpoint touchpoint, Instant now);

    /** A touchpoint that is already stored. */
    record Stored(String touchpointId, @Nullable String noteText) {}

    @SqlQuery(
            """
            select touchpoint_id, note_text
            from touchpoints
            where client_id = :clientId and (source_ref = :sourceRef
                or occurred_at = :occurredAt and kind = :kind and direction = :direction)
            order by source_ref = :sourceRef desc nulls last
            limit 1
            """)
    @RegisterConstructorMapper(Stored.class)
    Stored stored(@BindMethods Touchpoint touchpoint);

    @SqlUpdate(
            """
            update touchpoints
            set answered_at = occurred_at, updated_at = :now
            where client_id = :clientId and touchpoint_id = :touchpointId and direction = 'outbound'
                and answered_at is null
            """)
    int answered(String clientId, String touchpointId, Instant now);

    /**
     * Marks as answered the newest unanswered outbound email, call or chat of the 14 days before, of the same contact
     * if both name one.
     */
    @SqlQuery(
            """
            update touchpoints
            set answered_at = :at, updated_at = :now
            where (client_id, occurred_at, touchpoint_id) = (
                select client_id, occurred_at, touchpoint_id
                from touchpoints
                where client_id = :clientId and direction = 'outbound' and kind in ('email', 'call', 'chat')
                    and answered_at is null and occurred_at < :at and occurred_at >= :earliest
                    and (contact_id is null or contact_id = coalesce(:contactId, contact_id))
                order by occurred_at desc, touchpoint_id desc
                limit 1
                for update)
            returning touchpoint_id
            """)
    Optional<String> answer(
            String clientId, @Nullable String contactId, Instant at, Instant earliest, Instant now);

    @SqlUpdate("delete from touchpoints where client_id = :clientId and source_ref = :sourceRef")
    void withdraw(String clientId, String sourceRef);

    @SqlUpdate(
            """
            update clients
            set last_engagement_at = :at, updated_at = :now
            where client_id = :clientId and (last_engagement_at is null or last_engagement_at < :at)
            """)
    void engaged(String clientId, Instant at, Instant now);

    @SqlQuery(
            """
            select max(occurred_at) from touchpoints where client_id = :clientId
            """)
    Instant last(String clientId);

    @SqlQuery(
            """
            select contact_id
            from contacts
            where client_id = :clientId and lower(email) = lower(:email)
            order by left_company_at desc nulls first, contact_id
            limit 1
            """)
    Optional<String> contact(String clientId, String email);

    @SqlQuery(
            """
            select contact_id, name, email
            from contacts
            where client_id = :clientId and left_company_at is null
            order by is_primary desc, contact_id
            limit 20
            """)
    @RegisterConstructorMapper(ContactRef.class)
    List<ContactRef> people(String clientId);
}
