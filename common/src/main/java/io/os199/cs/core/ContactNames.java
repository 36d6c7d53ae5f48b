package io.os199.cs.core;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Names of contacts that another system knows and we do not; an existing name is never overwritten. */
public final class ContactNames {
    private final ClientAnswers answers;
    private final Clock clock;

    public ContactNames(ClientAnswers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** A person's name, by address. */
    public record Named(String email, String name) {}

    /** Fills in missing names; returns how many contacts were given one. */
    public int fill(Transaction tx, Collection<Named> known) {
        if (known.isEmpty()) {
            return 0;
        }
        Instant now = StoredTime.now(clock);
        List<String> clients = tx.dao(ContactNameDao.class).fill(Json.write(known), now);
        if (!clients.isEmpty()) {
            answers.changedAll(tx, clients.stream().distinct().sorted().toList());
        }
        return clients.size();
    }
}
