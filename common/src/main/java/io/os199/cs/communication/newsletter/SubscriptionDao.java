package io.os199.cs.communication.newsletter;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The table {@code newsletter_subscriptions}. */
interface SubscriptionDao {
    /**
     * Returns all addresses of a client, including those that no longer belong to a contact but once subscribed or
     * unsubscribed.
     */
    @SqlQuery(
            """
            with person as (
                select lower(trim(email)) as address, bool_or(newsletter_opt_in) as opted_in
                from contacts
                where client_id = :clientId and left_company_at is null and trim(email) <> ''
                group by 1),
            known as (
                select coalesce(p.address, s.contact_email) as address, p.address is not null as is_contact,
                    coalesce(p.opted_in, false) as opted_in, s.status, s.changed_at, s.source
                from person p
                full join (select * from newsletter_subscriptions where client_id = :clientId) s
                    on s.contact_email = p.address)
            select k.address as contact_email,
                case
                    when x.is_blocked then 'suppressed'
                    when x.is_blocked is not null or k.status = 'unsubscribed' then 'unsubscribed'
                    when k.status = 'subscribed' or k.status is null and k.opted_in then 'subscribed'
                    else 'not_subscribed'
                end as status,
                case when x.is_blocked is not null then x.changed_at else k.changed_at end as changed_at,
                case when x.is_blocked is not null then x.source
                    else coalesce(k.source, case when k.opted_in then 'newsletter_opt_in' end) end as source,
                g.sent_count, g.opened_count, g.last_opened_at, k.is_contact,
                x.is_blocked is not null or k.status = 'unsubscribed' and k.source in ('one_click', 'sendgrid') as is_by_owner,
                coalesce(x.is_blocked or x.is_of_all, false) as is_final
            from known k
            cross join lateral (
                select bool_or(reason <> 'unsubscribe') as is_blocked, bool_or(scope = 'all') as is_of_all,
                    max(created_at) as changed_at,
                    (array_agg(source || ': ' || reason order by reason <> 'unsubscribe' desc, scope))[1] as source
                from email_suppressions
                where email = k.address and scope in ('all', 'newsletter')) x
            cross join lateral (
                select count(m.sent_at)::int as sent_count, count(m.first_opened_at)::int as opened_count,
                    greatest(max(o.opened_at), max(m.first_opened_at)) as last_opened_at
                from email_messages m
                join email_campaigns c on c.campaign_id = m.campaign_id and c.message_class = 'newsletter'
                left join lateral (
                    select max(v.at) as opened_at
                    from email_events v
                    where v.client_id = m.client_id and v.message_id = m.message_id and v.type = 'opened'
                        and not v.is_machine) o on true
                where m.contact_email = k.address and m.client_id = :clientId) g
            where cast(:email as text) is null or k.address = :email
            order by k.address
            """)
    @RegisterConstructorMapper(NewsletterSubscription.class)
    List<NewsletterSubscription> subscriptions(String clientId, @Nullable String email);

    /**
     * Subscribes addresses; returns how many changed.
     *
     * @param byOwner those whose own opt-out was reviewed; an opt-out that came since then stands
     */
    @SqlQuery(
            """
            with lifted as (
                delete from email_suppressions
                where email = any (:byOwner) and scope = 'newsletter' and reason = 'unsubscribe'),
            written as (
                insert into newsletter_subscriptions (client_id, contact_email, status, changed_at, source, created_at,
                    updated_at)
                select :clientId, e.email, 'subscribed', :now, :source, :now, :now
                from unnest(:emails) e (email)
                on conflict (client_id, contact_email) do update
                set status = 'subscribed', changed_at = :now, source = :source, updated_at = :now
                returning 1)
            select count(*)::int from written
            """)
    int subscribe(String clientId, String[] emails, String[] byOwner, String source, Instant now);

    /** Unsubscribes addresses; returns how many changed. */
    @SqlQuery(
            """
            with written as (
                insert into newsletter_subscriptions (client_id, contact_email, status, changed_at, source, created_at,
                    updated_at)
                select :clientId, e.email, 'unsubscribed', :now, :source, :now, :now
                from unnest(:emails) e (email)
                on conflict (client_id, contact_email) do update
                set status = 'unsubscribed', changed_at = :now, source = :source, updated_at = :now
                where newsletter_subscriptions.status <> 'unsubscribed'
                returning 1)
            select count(*)::int from written
            """)
    int unsubscribe(String clientId, String[] emails, String source, Instant now);
}
