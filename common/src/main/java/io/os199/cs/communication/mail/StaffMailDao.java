package io.os199.cs.communication.mail;

import io.os199.cs.communication.mail.StaffMails.Delivery;
import io.os199.cs.communication.mail.StaffMails.Sent;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Writes to {@code staff_mails}. */
interface StaffMailDao {
    @SqlQuery(
            """
            with mail as (
                select m.mail_id, m.recipient, m.place,
                    exists (
                        select
                        from email_suppressions s
                        where s.email = lower(m.recipient) and s.scope = 'all') as is_suppressed
                from unnest(cast(:mailIds as text[]), cast(:recipients as text[])) with ordinality
                    as m (mail_id, recipient, place)
            ),
            written as (
                insert into staff_mails (mail_id, recipient_email, subject, body_text, ref_table, ref_id, status,
                    next_attempt_at, last_error, created_at, updated_at)
                select mail_id, recipient, :subject, :body, :table, :refId,
                    case when is_suppressed then 'failed' else :status end, :now,
                    case when is_suppressed then 'suppressed' end, :now, :now
                from mail
                returning mail_id, status
            )
            select m.recipient, w.status
            from mail m
            join written w using (mail_id)
            order by m.place
            """)
    @RegisterConstructorMapper(Sent.class)
    List<Sent> insert(
            String[] mailIds,
            String[] recipients,
            Delivery status,
            String subject,
            String body,
            String table,
            String refId,
            Instant now);
}
