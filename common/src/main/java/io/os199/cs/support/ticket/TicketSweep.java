package io.os199.cs.support.ticket;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.ticket.TicketSweepDao.Closed;
import io.os199.cs.support.ticket.TicketSweepDao.Late;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens to tickets without anyone's action: records once for each clock that its deadline was missed, and
 * closes tickets resolved two days ago about which the customer has written nothing since. Any number of workers may
 * run it at once.
 */
public final class TicketSweep {
    /** The name of the job that watches the clocks, and the actor of its writes. */
    public static final String CLOCKS_JOB = "ticket-clocks";

    /** The name of the job that closes tickets, and the actor of its writes. */
    public static final String CLOSING_JOB = "ticket-closing";

    private static final Duration CLOSES_AFTER = Duration.ofDays(2);
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public TicketSweep(
            Database database,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** Records the breaches that have occurred, up to 500 per transaction. */
    public void clocks() {
        Instant now = now();
        while (database.write(
                        tx -> {
                            List<Late> late = tx.dao(TicketSweepDao.class).unanswered(now, AT_ONCE);
                            return breached(tx, late, TicketBreach.FIRST_RESPONSE, now);
                        })
                == AT_ONCE) {
            // Continues with the next ones.
        }
        while (database.write(
                        tx -> {
                            List<Late> late = tx.dao(TicketSweepDao.class).unsolved(now, AT_ONCE);
                            return breached(tx, late, TicketBreach.RESOLUTION, now);
                        })
                == AT_ONCE) {
            // Continues with the next ones.
        }
    }

    /** Closes tickets that have been resolved for two days, up to 500 per transaction. */
    public void closing() {
        Instant now = now();
        while (database.write(tx -> close(tx, now)) == AT_ONCE) {
            // Continues with the next ones.
        }
    }

    private Instant now() {
        return StoredTime.now(clock);
    }

    private int breached(Transaction tx, List<Late> late, String which, Instant now) {
        timeline.record(
                tx,
                late.stream()
                        .map(each -> TicketBreach.event(timeline, each, which, now, CLOCKS_JOB))
                        .toList());
        told(
                tx,
                CLOCKS_JOB,
                late.stream().map(Late::clientId),
                late.stream().map(Late::ticketId),
                "record %d breaches of %s".formatted(late.size(), which));
        return late.size();
    }

    private int close(Transaction tx, Instant now) {
        List<Closed> closed =
                tx.dao(TicketSweepDao.class)
                        .close(now.minus(CLOSES_AFTER), CLOSING_JOB, now, AT_ONCE);
        told(
                tx,
                CLOSING_JOB,
                closed.stream().map(Closed::clientId),
                closed.stream().map(Closed::ticketId),
                "close %d resolved tickets".formatted(closed.size()));
        return closed.size();
    }

    private void told(
            Transaction tx,
            String job,
            Stream<String> clientIds,
            Stream<String> ticketIds,
            String action) {
        List<String> clients = clientIds.distinct().sorted().toList();
        if (clients.isEmpty()) {
            return;
        }
        answers.changedAll(tx, clients);
        audit.record(
                tx,
                AuditEntry.doneToMany(
                        new Actor(job, null), job, action, ticketIds.distinct().sorted().toList()));
    }
}
