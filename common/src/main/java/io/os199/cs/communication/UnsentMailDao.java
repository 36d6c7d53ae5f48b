package io.os199.cs.communication;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/** Writes of {@code email_messages} that are still ours. */
interface UnsentMailDao {
    @SqlUpdate(
            """
            update email_messages
            set status = 'cancelled', updated_at = :now
            where client_id = :clientId and message_id = any(:messageIds) and status = 'queued'
            """)
    int cancel(String clientId, List<String> messageIds, Instant now);
}
