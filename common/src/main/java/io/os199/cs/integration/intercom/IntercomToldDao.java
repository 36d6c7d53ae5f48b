package io.os199.cs.integration.intercom;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** Reads what is reported to Intercom, at the time of reporting. */
interface IntercomToldDao {
    /** The address that messages and events of the client {@code c} go to. */
    String PRIMARY_EMAIL =
            """
            (
                    select lower(btrim(p.email))
                    from contacts p
                    where p.client_id = c.client_id and p.left_company_at is null and p.email is not null
                    order by p.is_primary desc, array_position(
                        array['champion', 'decision_maker', 'admin', 'executive_sponsor'], p.role), p.contact_id
                    limit 1)
            """;

    /** The message of an automation in the product; its text is absent where it no longer says anything. */
    record Message(@Nullable String text, @Nullable String email) {}

    @SqlQuery(
            "select a.actions -> (cast(:actionNo as int) - 1) ->> 'body_text' as text, "
                    + PRIMARY_EMAIL
                    + """
                     as email
                    from automations a
                    join clients c on c.client_id = :clientId and c.status = 'active'
                    where a.automation_id = :automationId
                    """)
    @RegisterConstructorMapper(Message.class)
    Optional<Message> message(String clientId, String automationId, int actionNo);

    /**
     * Queues changes of health and stage that were not reported yet, of clients with a contact who has an address;
     * spread over some minutes, so that no message or note waits behind all of them.
     */
    @SqlUpdate(
            """
            insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, next_attempt_at,
                created_at, updated_at)
            select e.client_id, 'intercom_' || e.event_id, 'intercom', 'client_event', 'timeline_events', e.event_id,
                cast(:now as timestamptz) + random() * interval '5 minutes', :now, :now
            from timeline_events e
            where e.type in ('health', 'lifecycle') and e.occurred_at > :since and e.occurred_at <= :now
                and exists (
                    select from contacts p
                    where p.client_id = e.client_id and p.left_company_at is null and p.email is not null)
            on conflict (client_id, item_id) do nothing
            """)
    int queueEvents(Instant since, Instant now);

    /**
     * Queues notes that people wrote about a touchpoint with a contact who has an address, and that were not sent
     * yet.
     */
    @SqlUpdate(
            """
            insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, next_attempt_at,
                created_at, updated_at)
            select t.client_id, 'intercom_' || t.touchpoint_id, 'intercom', 'contact_note', 'touchpoints', t.touchpoint_id,
                :now, :now, :now
            from touchpoints t
            join contacts p using (client_id, contact_id)
            where t.created_at > :since and t.source_ref is null and btrim(t.note_text) <> ''
                and p.left_company_at is null and p.email is not null
            on conflict (client_id, item_id) do nothing
            """)
    int queueNotes(Instant since, Instant now);

    /**
     * A change of health or stage.
     *
     * @param detail JSON
     */
    record Event(String type, Instant occurredAt, String detail, @Nullable String email) {}

    @SqlQuery(
            "select e.type, e.occurred_at, e.detail::text as detail, "
                    + PRIMARY_EMAIL
                    + """
                     as email
                    from timeline_events e
                    join clients c using (client_id)
                    where e.client_id = :clientId and e.event_id = :eventId
                    """)
    @RegisterConstructorMapper(Event.class)
    Optional<Event> event(String clientId, String eventId);

    /** A note about a touchpoint with a contact. */
    record Note(
            String kind,
            Instant occurredAt,
            @Nullable String subject,
            String noteText,
            String email) {}

    @SqlQuery(
            """
            select t.kind, t.occurred_at, t.subject, t.note_text, lower(btrim(p.email)) as email
            from touchpoints t
            join contacts p using (client_id, contact_id)
            where t.client_id = :clientId and t.touchpoint_id = :touchpointId and btrim(t.note_text) <> ''
                and p.left_company_at is null and p.email is not null
            """)
    @RegisterConstructorMapper(Note.class)
    Optional<Note> note(String clientId, String touchpointId);
}
