package io.os199.cs.communication.newsletter;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.ids.TypeId;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds editions that have been sent, and creates the next one of each series that continues, as a draft for somebody
 * to write. The end of an edition is processed once, in the transaction that creates the next: when a worker dies,
 * either both are done or neither.
 */
public final class NextEditions {
    public static final String NAME = "newsletter-editions";

    private static final int MOST = 200;

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public NextEditions(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Runs one round; returns the drafts that it created. */
    public List<String> run() {
        Instant now = StoredTime.now(clock);
        return database.current(tx -> tx.dao(NewsletterDao.class).ended(MOST)).stream()
                .flatMap(each -> next(each, now).stream())
                .toList();
    }

    private Optional<String> next(String newsletterId, Instant now) {
        return database.write(
                tx -> {
                    Optional<String> made =
                            tx.dao(NewsletterDao.class)
                                    .next(newsletterId, TypeId.next("newsletter"), now);
                    made.ifPresent(
                            id ->
                                    audit.record(
                                            tx,
                                            AuditEntry.done(
                                                    new Actor("system", null),
                                                    Newsletters.TOOL,
                                                    "make next newsletter",
                                                    List.of(id))));
                    return made;
                });
    }
}
