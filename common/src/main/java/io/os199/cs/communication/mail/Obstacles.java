package io.os199.cs.communication.mail;

/** Why a waiting message must no longer be sent, as things are now. */
public final class Obstacles {
    /**
     * Each message with its obstacle, absent when it may be sent; to be continued with the condition that selects the
     * messages.
     */
    public static final String TOLD =
            """
            with told as (
                select m.client_id, m.message_id, case
                    when exists (
                        select from email_suppressions s
                        where s.email = m.contact_email and s.scope in ('all', case when c.message_class <> 'service'
                            then c.message_class end))
                        then 'suppressed'
                    when k.status <> 'active' and not coalesce((c.target ->> 'include_inactive')::boolean, c.audience is null)
                        then 'client_inactive'
                    when not exists (
                        select from contacts p
                        where p.client_id = m.client_id and lower(trim(p.email)) = m.contact_email
                            and p.left_company_at is null)
                        then 'left_company'
                    when c.message_class = 'newsletter' and not coalesce(
                        (select s.status = 'subscribed' from newsletter_subscriptions s
                            where s.client_id = m.client_id and s.contact_email = m.contact_email),
                        exists (
                            select from contacts p
                            where p.client_id = m.client_id and lower(trim(p.email)) = m.contact_email
                                and p.left_company_at is null and p.newsletter_opt_in))
                        then 'unsubscribed'
                    end as obstacle
                from email_messages m
                join email_campaigns c on c.campaign_id = m.campaign_id
                join clients k on k.client_id = m.client_id
            """;

    private Obstacles() {}
}
