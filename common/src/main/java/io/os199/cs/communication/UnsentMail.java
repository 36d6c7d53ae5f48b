package io.os199.cs.communication;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.List;

/** Mail that waits to be handed over to the provider. */
public final class UnsentMail {
    /**
     * Cancels the waiting messages of a client and returns how many; those handed over, or being handed over, stay as
     * they are.
     */
    public int cancel(Transaction tx, String clientId, List<String> messageIds, Instant now) {
        return messageIds.isEmpty()
                ? 0
                : tx.dao(UnsentMailDao.class).cancel(clientId, messageIds, now);
    }
}
