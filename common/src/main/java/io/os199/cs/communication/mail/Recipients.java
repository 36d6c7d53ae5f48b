package io.os199.cs.communication.mail;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/** Who of clients is written to, and why others are not. */
public final class Recipients {
    private Recipients() {}

    /**
     * The people of an audience, those also that are excluded, in the order of the clients and of their people; of a client without
     * any, one row that says why.
     */
    public static List<Recipient> of(Transaction tx, Audience audience) {
        return audience.clientIds().isEmpty()
                ? List.of()
                : tx.dao(RecipientDao.class)
                        .recipients(
                                audience.clientIds().toArray(String[]::new),
                                audience.scope(),
                                audience.roles().stream().map(WireName::of).toArray(String[]::new),
                                audience.includesInactive(),
                                audience.messageClass());
    }
}
