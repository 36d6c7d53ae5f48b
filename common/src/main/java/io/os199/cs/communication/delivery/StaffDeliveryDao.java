package io.os199.cs.communication.delivery;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Mails to colleagues from the time they are due until a provider has them. */
interface StaffDeliveryDao {
    /** A mail that this worker has claimed. */
    record Held(
            String mailId, String recipientEmail, String subject, String bodyText, int attempts) {}

    /** Claims due mails for the duration of the lease, including those of workers that did not come back. */
    @SqlQuery(
            """
            update staff_mails m
            set status = 'sending', lease_until = :leaseUntil, attempts = m.attempts + 1, updated_at = :now
            from (
                select mail_id
                from staff_mails
                where (status = 'queued' and next_attempt_at <= :now or status = 'sending' and lease_until < :now)
                limit :most
                for no key update skip locked) due
            where m.mail_id = due.mail_id
            returning m.mail_id, m.recipient_email, m.subject, m.body_text, m.attempts
            """)
    @RegisterConstructorMapper(Held.class)
    List<Held> claim(Instant leaseUntil, Instant now, int most);

    @SqlUpdate(
            """
            update staff_mails
            set status = :status, last_error = :error, next_attempt_at = coalesce(:nextAttemptAt, next_attempt_at),
                lease_until = null, sent_at = case when :status = 'sent' then :now::timestamptz end, updated_at = :now
            where mail_id = :mailId and status = 'sending'
            """)
    int settle(
            String mailId,
            String status,
            @Nullable String error,
            @Nullable Instant nextAttemptAt,
            Instant now);

    /** Queues a mail that was to be handed over but was not, without counting the attempt. */
    @SqlUpdate(
            """
            update staff_mails
            set status = 'queued', attempts = greatest(attempts - 1, 0), last_error = :error, next_attempt_at = :at,
                lease_until = null, updated_at = :now
            where mail_id = :mailId and status = 'sending'
            """)
    int putBack(String mailId, String error, Instant at, Instant now);
}
