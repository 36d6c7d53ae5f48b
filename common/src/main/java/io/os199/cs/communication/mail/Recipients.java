package io.os199.cs.communication.mail;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/** Finds which people of clients are written to, and why others are not. */
public final class Recipients {
    private Recipients() {}

    /**
     * Returns the people of an audience, including excluded ones, ordered by client and then by person; a client
     * without any has one row that says why.
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
