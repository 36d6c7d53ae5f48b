package io.os199.cs.communication.event;

import io.os199.cs.communication.model.TemplateType;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/** The tables {@code email_events} and {@code email_suppressions}, and the status of messages. */
interface MailEventDao {
    /** A message that exists. */
    record Known(String clientId, String messageId) {}

    /** Locks messages, always in the same order, so that two deliveries do not block each other. */
    @SqlQuery(
            """
            select client_id, message_id
            from email_messages
            where message_id = any(:messageIds)
            order by client_id, message_id
            for no key update
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> lock(String[] messageIds);

    /** Returns the ids of the events that are new. */
    @SqlQuery(
            """
            insert into email_events (client_id, message_id, provider_event_id, at, type, url, is_machine)
            select m.client_id, e.message_id, e.provider_event_id, e.at, e.type, e.url, e.is_machine
            from jsonb_to_recordset(cast(:events as jsonb)) as e (message_id text, provider_event_id text,
                at timestamptz, type text, url text, is_machine boolean)
            join email_messages m on m.message_id = e.message_id
            on conflict do nothing
            returning provider_event_id
            """)
    List<String> insert(String events);

    /**
     * Derives the status of a message and its counts from all its events, so that their order does not matter. What
     * the provider reports of a message that we gave up, or never handed over, is counted but does not change the
     * status; of two final events that it reports the earlier counts. A click on our unsubscribe link only shows that
     * the message was delivered.
     *
     * @return the clients and campaigns of messages that were in doubt and are now known to be sent
     */
    @SqlQuery(
            """
            with told as (
                select e.client_id, e.message_id,
                    min(e.at) filter (where s.type in ('processed', 'delivered', 'opened', 'clicked')) as taken_at,
                    (array_agg(case s.type when 'dropped' then 'dropped' else 'bounced' end
                        order by e.at, e.provider_event_id)
                        filter (where s.type in ('bounced', 'blocked', 'dropped')))[1] as ended,
                    max(array_position(array['queued', 'sending', 'unconfirmed', 'sent', 'delivered', 'opened',
                        'clicked'], case s.type when 'processed' then 'sent' else s.type end)) as place,
                    bool_or(s.type in ('processed', 'delivered', 'opened', 'clicked', 'complained', 'bounced', 'blocked'))
                        as is_taken,
                    bool_or(s.type in ('delivered', 'opened', 'clicked', 'complained')) as is_delivered,
                    min(e.at) filter (where s.type = 'opened' and not e.is_machine) as first_opened_at,
                    bool_or(s.type = 'clicked' and not e.is_machine) as is_clicked,
                    bool_or(s.type in ('bounced', 'blocked')) as is_bounced,
                    bool_or(s.type = 'unsubscribed') as is_unsubscribed, bool_or(s.type = 'complained') as is_complained
                from email_events e
                join email_messages m on m.client_id = e.client_id and m.message_id = e.message_id
                cross join lateral (
                    select case when e.type = 'clicked' and starts_with(e.url, :unsubscribeLinks) then 'delivered'
                        else e.type end as type) s
                where m.message_id = any(:messageIds)
                group by e.client_id, e.message_id
            ), placed as (
                select t.client_id, t.message_id, t.taken_at, t.ended, t.place,
                    -- What was reported once stays, whether or not its event is kept.
                    t.is_taken or m.is_taken as is_taken, t.is_delivered or m.is_delivered as is_delivered,
                    least(t.first_opened_at, m.first_opened_at) as first_opened_at, t.is_clicked or m.is_clicked as is_clicked,
                    t.is_bounced or m.is_bounced as is_bounced,
                    t.is_unsubscribed or m.is_unsubscribed as is_unsubscribed,
                    t.is_complained or m.is_complained as is_complained, m.status as was, m.sent_at as was_sent_at, least(m.sent_at, t.taken_at) as sent_at,
                    case
                        when t.ended is not null then t.ended
                        when t.place > array_position(l.ladder, m.status) then l.ladder[t.place]
                        else m.status
                    end as status
                from told t
                join email_messages m on m.client_id = t.client_id and m.message_id = t.message_id
                cross join (values (array['queued', 'sending', 'unconfirmed', 'sent', 'delivered', 'opened',
                    'clicked'])) l (ladder)
            ), known as (
                select *, was not in ('failed', 'suppressed', 'cancelled')
                    and (was, was_sent_at) is distinct from (status, sent_at) as moves
                from placed
            ), written as (
                update email_messages m
                set status = case when k.moves then k.status else m.status end,
                    sent_at = case when k.moves then k.sent_at else m.sent_at end,
                    lease_until = case when not k.moves then m.lease_until end,
                    last_error = case when not k.moves then m.last_error end,
                    is_taken = k.is_taken, is_delivered = k.is_delivered, first_opened_at = k.first_opened_at,
                    is_clicked = k.is_clicked, is_bounced = k.is_bounced, is_unsubscribed = k.is_unsubscribed,
                    is_complained = k.is_complained, updated_at = :now
                from known k
                where m.client_id = k.client_id and m.message_id = k.message_id
                    and (k.moves or (m.is_taken, m.is_delivered, m.first_opened_at, m.is_clicked, m.is_bounced,
                        m.is_unsubscribed, m.is_complained) is distinct from (k.is_taken, k.is_delivered, k.first_opened_at,
                        k.is_clicked, k.is_bounced, k.is_unsubscribed, k.is_complained))
                returning m.client_id, m.campaign_id, k.was, k.moves, k.sent_at
            )
            select distinct w.client_id, c.campaign_id, c.name, c.template_type
            from written w
            join email_campaigns c on c.campaign_id = w.campaign_id and c.audience is not null
            where w.moves and w.was = 'unconfirmed' and w.sent_at is not null
            order by w.client_id, c.campaign_id
            """)
    @RegisterConstructorMapper(Settled.class)
    List<Settled> move(String[] messageIds, String unsubscribeLinks, Instant now);

    /** A client who was written to after all. */
    record Settled(String clientId, String campaignId, String name, TemplateType templateType) {}

    /**
     * Suppresses the addresses that we wrote to; for a message to somebody erased since, the address that the
     * provider reports. Unsubscribing from a newsletter covers newsletters only, whatever scope the provider reports.
     */
    @SqlUpdate(
            """
            insert into email_suppressions (email, scope, reason, source, message_id, created_at, updated_at)
            select distinct on (k.email, k.scope) k.email, k.scope, s.reason, :source,
                case when k.email = lower(m.contact_email) then m.message_id end, :now, :now
            from jsonb_to_recordset(cast(:suppressions as jsonb)) as s (message_id text, scope text, reason text, address text)
            join email_messages m on m.message_id = s.message_id
            join email_campaigns c on c.campaign_id = m.campaign_id
            cross join lateral (
                select lower(case when m.contact_email like 'erased-%@erased.invalid' and s.address like '_%@_%'
                        then s.address else m.contact_email end) as email,
                    case when s.reason = 'unsubscribe' and c.message_class = 'newsletter' then 'newsletter'
                        else s.scope end as scope) k
            order by k.email, k.scope, array_position(array['unsubscribe', 'invalid_address',
                'hard_bounce', 'complaint'], s.reason) desc, m.message_id
            on conflict (email, scope) do update
            set reason = excluded.reason, source = excluded.source, message_id = excluded.message_id,
                updated_at = excluded.updated_at
            where email_suppressions.source <> 'erasure'
                and array_position(array['unsubscribe', 'invalid_address', 'hard_bounce', 'complaint'], excluded.reason)
                > array_position(array['unsubscribe', 'invalid_address', 'hard_bounce', 'complaint'],
                    email_suppressions.reason)
            """)
    int suppress(String suppressions, String source, Instant now);

    /** Ends the subscriptions of those whose message was a newsletter; returns each client for which one ended. */
    @SqlQuery(
            """
            with ended as (
                insert into newsletter_subscriptions (client_id, contact_email, status, changed_at, source, created_at,
                    updated_at)
                select distinct m.client_id, m.contact_email, 'unsubscribed', cast(:now as timestamptz), :source,
                    cast(:now as timestamptz), cast(:now as timestamptz)
                from email_messages m
                join email_campaigns c on c.campaign_id = m.campaign_id
                where m.message_id = any (:messageIds) and c.message_class = 'newsletter'
                on conflict (client_id, contact_email) do update
                set status = 'unsubscribed', changed_at = :now, source = :source, updated_at = :now
                where newsletter_subscriptions.status <> 'unsubscribed'
                returning client_id)
            select client_id from ended order by client_id
            """)
    List<String> unsubscribe(String[] messageIds, String source, Instant now);

    /** Suppresses only addresses that we wrote to: the provider's account may serve others too. */
    @SqlUpdate(
            """
            insert into email_suppressions (email, scope, reason, source, created_at, updated_at)
            select distinct on (s.email, s.scope) s.email, s.scope, s.reason, :source, :now, :now
            from jsonb_to_recordset(cast(:learned as jsonb)) as s (email text, scope text, reason text)
            where exists (select from email_messages m where m.contact_email = s.email)
            order by s.email, s.scope
            on conflict (email, scope) do update
            set reason = excluded.reason, source = excluded.source, updated_at = excluded.updated_at
            where array_position(array['unsubscribe', 'invalid_address', 'hard_bounce', 'complaint'], excluded.reason)
                > array_position(array['unsubscribe', 'invalid_address', 'hard_bounce', 'complaint'],
                    email_suppressions.reason)
            """)
    int learn(String learned, String source, Instant now);
}
