package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads who is written to. */
interface RecipientDao {
    /**
     * Returns the recipients; an address of several clients goes to the client with the larger contract, then to the
     * smaller id.
     */
    @SqlQuery(
            """
            with wanted as (
                select w.client_id, w.place, c.contract_value, c.status = 'active' or :includesInactive as is_active
                from unnest(:clientIds) with ordinality w (client_id, place)
                join clients c using (client_id)),
            person as (
                select p.*, lower(trim(p.email)) as address,
                    array_position(array['champion', 'decision_maker', 'admin', 'executive_sponsor', 'user', 'billing'],
                        p.role) as rank
                from contacts p
                join wanted w using (client_id)
                where w.is_active and trim(p.email) <> '' and (:scope <> 'by_role' or p.role = any (:roles))),
            chosen as (
                select p.*, row_number() over (
                        partition by p.client_id order by p.is_primary desc, p.rank, p.contact_id) as place
                from person p
                where p.left_company_at is null),
            addressed as (
                select w.client_id, w.place as client_place, w.contract_value, w.is_active, p.contact_id, p.name,
                    p.address, p.role, p.place, p.newsletter_opt_in,
                    p.address !~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$' or length(p.address) > 254
                        as is_invalid
                from wanted w
                left join chosen p on p.client_id = w.client_id and (:scope <> 'primary' or p.place = 1)),
            single as (
                select a.*, row_number() over (
                        partition by a.address, a.is_invalid order by a.contract_value desc, a.client_id, a.place) as copy,
                    bool_or(a.newsletter_opt_in) over (partition by a.client_id, a.address) as is_opted_in
                from addressed a)
            select s.client_id, s.contact_id, s.name, s.address as email, s.role,
                case
                    when not s.is_active then 'client_inactive'
                    when s.contact_id is null and exists (select from person p where p.client_id = s.client_id)
                        then 'left_company'
                    when s.contact_id is null then 'no_recipient'
                    when s.is_invalid then 'invalid_address'
                    when s.copy > 1 then 'duplicate_address'
                    when u.is_suppressed then 'suppressed'
                    when u.is_suppressed is not null or n.status = 'unsubscribed' then 'unsubscribed'
                    when :messageClass = 'newsletter' and n.status is null and not s.is_opted_in
                        then 'not_subscribed'
                end as exclusion
            from single s
            left join lateral (
                select bool_or(x.reason <> 'unsubscribe') as is_suppressed
                from email_suppressions x
                where x.email = s.address and x.scope in ('all', case when :messageClass <> 'service' then :messageClass end)
                ) u on true
            left join newsletter_subscriptions n on :messageClass = 'newsletter' and n.client_id = s.client_id
                and n.contact_email = s.address
            order by s.client_place, s.place
            """)
    @RegisterConstructorMapper(Recipient.class)
    List<Recipient> recipients(
            String[] clientIds,
            RecipientScope scope,
            String[] roles,
            boolean includesInactive,
            MessageClass messageClass);
}
