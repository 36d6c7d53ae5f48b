package io.os199.cs.communication.mail;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes old data from the tables of mails. */
interface MailRetentionDao {
    /** Deletes events; what they reported is counted in the messages and stays there. */
    @SqlUpdate(
            """
            delete from email_events
            where (client_id, message_id, provider_event_id) in (
                select client_id, message_id, provider_event_id
                from email_events
                where at < :before
                order by at
                limit :most)
            """)
    int deleteEvents(Instant before, int most);

    /** Empties the texts of messages that are finished. */
    @SqlUpdate(
            """
            update email_messages
            set subject = '', token_values = '{}'
            where (client_id, message_id) in (
                select client_id, message_id
                from email_messages
                where created_at < :before and status not in ('queued', 'sending', 'unconfirmed')
                    and (subject <> '' or token_values <> '{}')
                limit :most
                for no key update skip locked)
            """)
    int emptyMails(Instant before, int most);

    @SqlUpdate(
            """
            delete from staff_mails
            where mail_id in (
                select mail_id
                from staff_mails
                where status in ('sent', 'failed', 'skipped_no_provider') and updated_at < :before
                limit :most)
            """)
    int deleteStaffMails(Instant before, int most);
}
