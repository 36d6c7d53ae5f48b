package io.os199.cs.communication;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.List;

/** Mail that waits to be handed over to the provider. */
public final class UnsentMail {
    /** Mail of a client that has been handed over, or is being, stays what it is. Answers how many are cancelled. */
    public int cancel(Transaction tx, String clientId, List<String> messageIds, Instant now) {
        return messageIds.isEmpty()
                ? 0
                : tx.dao(UnsentMailDao.class).cancel(clientId, messageIds, now);
    }
}
