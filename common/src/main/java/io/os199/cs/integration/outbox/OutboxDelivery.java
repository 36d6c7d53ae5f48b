package io.os199.cs.integration.outbox;

import io.os199.cs.platform.database.Transaction;

/** Delivers the items of one service. */
public interface OutboxDelivery {
    /**
     * Makes one attempt, outside any transaction. An item that was claimed by a worker that died is delivered again, in doubt: what must
     * not be done twice is looked up first, or ends unconfirmed. An exception counts as no answer.
     */
    OutboxOutcome deliver(OutboxItem item);

    /**
     * Stores that an item has ended without being done, dead or unconfirmed, in the transaction that marks it.
     *
     * @param code the code that the item keeps
     */
    default void givenUp(Transaction tx, OutboxItem item, String code) {}
}
