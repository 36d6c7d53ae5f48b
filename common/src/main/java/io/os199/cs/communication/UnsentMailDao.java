package io.os199.cs.communication;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/** Writes to messages in {@code email_messages} that have not been handed over. */
interface UnsentMailDao {
    @SqlUpdate(
            """
            update email_messages
            set status = 'cancelled', lease_until = null, claimed_by = null, updated_at = :now
            where client_id = :clientId and message_id = any(:messageIds)
                and (status = 'queued' or status = 'sending' and handed_over_at is null)
            """)
    int cancel(String clientId, List<String> messageIds, Instant now);
}
