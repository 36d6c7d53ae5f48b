package io.os199.cs.integration.intercom;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What an automation says in the product, read when it is said. */
interface InAppDao {
    /** A message; its text is absent where the automation says nothing any more. */
    record Message(@Nullable String text, @Nullable String email) {}

    @SqlQuery(
            """
            select a.actions -> (cast(:actionNo as int) - 1) ->> 'body_text' as text, (
                    select lower(btrim(p.email))
                    from contacts p
                    where p.client_id = c.client_id and p.left_company_at is null and p.email is not null
                    order by p.is_primary desc, array_position(
                        array['champion', 'decision_maker', 'admin', 'executive_sponsor'], p.role), p.contact_id
                    limit 1) as email
            from automations a
            join clients c on c.client_id = :clientId and c.status = 'active'
            where a.automation_id = :automationId
            """)
    @RegisterConstructorMapper(Message.class)
    Optional<Message> message(String clientId, String automationId, int actionNo);
}
