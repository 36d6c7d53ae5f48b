package io.os199.cs.communication.delivery;

import io.os199.cs.communication.model.SuppressionScope;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.Optional;

/** Stores requests to unsubscribe. */
interface UnsubscribeDao {
    /** The client of the message, and whether the request ended a subscription. */
    record Fulfilled(String clientId, boolean hasEnded) {}

    /** Returns empty when there is no message with this id. */
    @SqlQuery(
            """
            with message as (
                select client_id, message_id, contact_email
                from email_messages
                where message_id = :messageId
                for no key update),
            suppressed as (
                insert into email_suppressions (email, scope, reason, source, message_id, created_at, updated_at)
                select contact_email, :scope, 'unsubscribe', 'one_click', message_id, :now, :now from message
                on conflict (email, scope) do nothing),
            told as (
                insert into email_events (client_id, message_id, provider_event_id, at, type)
                select client_id, message_id, 'own:unsubscribed', :now, 'unsubscribed' from message
                on conflict (client_id, message_id, provider_event_id) do nothing),
            marked as (
                update email_messages m
                set is_unsubscribed = true, updated_at = :now
                from message w
                where m.client_id = w.client_id and m.message_id = w.message_id and not m.is_unsubscribed),
            ended as (
                insert into newsletter_subscriptions (client_id, contact_email, status, changed_at, source)
                select client_id, contact_email, 'unsubscribed', :now, 'one_click' from message where :scope = 'newsletter'
                on conflict (client_id, contact_email) do update
                set status = 'unsubscribed', changed_at = :now, source = 'one_click', updated_at = :now
                where newsletter_subscriptions.status <> 'unsubscribed'
                returning 1)
            select client_id, exists (select from ended) as has_ended from message
            """)
    @RegisterConstructorMapper(Fulfilled.class)
    Optional<Fulfilled> fulfil(String messageId, SuppressionScope scope, Instant now);
}
