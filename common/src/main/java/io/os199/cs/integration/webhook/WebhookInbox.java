package io.os199.cs.integration.webhook;

import io.os199.cs.integration.Integration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Expiry;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.Optional;

/** Deliveries that were taken and wait for a worker. */
public final class WebhookInbox {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookInbox.class);

    private static final int MOST_WAITING = 100_000;
    private static final int MOST_ATTEMPTS = 8;
    private static final int SHOWN_FRAMES = 5;
    private static final Duration BUDGET = Duration.ofMinutes(10);
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** The expiry, because bodies hold personal data. */
    private static final Expiry OLD =
            new Expiry(
                    "deliveries",
                    Period.ofDays(30),
                    (tx, before, most) -> tx.dao(WebhookInboxDao.class).deleteWorked(before, most));

    private final Database database;
    private final int mostWaiting;
    private final Clock clock;
    private volatile Look last = new Look(Instant.MIN, false);

    private record Look(Instant at, boolean full) {}

    public WebhookInbox(Database database, Clock clock) {
        this(database, MOST_WAITING, clock);
    }

    WebhookInbox(Database database, int mostWaiting, Clock clock) {
        this.database = database;
        this.mostWaiting = mostWaiting;
        this.clock = clock;
    }

    /** A delivery as it is processed. */
    public record Waiting(String deliveryId, Instant receivedAt, String body, int attempts) {}

    /** The processing of a delivery, in the transaction that marks it as done. */
    @FunctionalInterface
    public interface Working {
        void work(Transaction tx, Waiting delivery);
    }

    /** Whether too many deliveries wait; a count is reused for some seconds. */
    boolean isFull() {
        Instant now = clock.instant();
        Look look = last;
        if (look.at().isBefore(now.minus(BELIEVED_FOR))) {
            int waiting =
                    database.current(
                            tx -> tx.dao(WebhookInboxDao.class).countWaiting(mostWaiting + 1));
            look = new Look(now, waiting > mostWaiting);
            last = look;
        }
        return look.full();
    }

    /** Keeps a delivery, and returns whether it is new. */
    boolean keep(Integration source, String deliveryId, String body) {
        return database.write(
                        tx ->
                                tx.dao(WebhookInboxDao.class)
                                        .insert(source.wireName(), deliveryId, body, now()))
                == 1;
    }

    /**
     * Processes the waiting deliveries of a source, each in its own transaction, by any number of workers at once. A
     * delivery that fails is tried again later, and given up in the end. While the source itself does not answer, all
     * of them wait.
     *
     * @return how many were processed, within some minutes
     */
    public int work(Integration source, Working working) {
        int worked = 0;
        Instant end = clock.instant().plus(BUDGET);
        while (clock.instant().isBefore(end) && workNext(source.wireName(), working)) {
            worked++;
        }
        return worked;
    }

    private boolean workNext(String source, Working working) {
        // The delivery of the transaction's last attempt, because the transaction may be run again.
        Waiting[] claimed = new Waiting[1];
        try {
            return database.write(
                    tx -> {
                        WebhookInboxDao dao = tx.dao(WebhookInboxDao.class);
                        Optional<Waiting> next = dao.claim(source, now());
                        next.ifPresent(
                                delivery -> {
                                    claimed[0] = delivery;
                                    working.work(tx, delivery);
                                    dao.done(source, delivery.deliveryId(), now());
                                });
                        return next.isPresent();
                    });
        } catch (NotNowException e) {
            Waiting asked = claimed[0];
            if (asked != null && e.usesAttempt()) {
                failed(source, asked, e);
            }
            LOG.warn("deliveries of {} wait: {}", source, e.getMessage());
            Instant next = now().plus(e.after());
            database.write(tx -> tx.dao(WebhookInboxDao.class).putOff(source, next, now()));
            return false;
        } catch (RuntimeException e) {
            Waiting delivery = claimed[0];
            if (delivery == null || Database.isUnavailable(e)) {
                throw e;
            }
            failed(source, delivery, e);
            return true;
        }
    }

    private void failed(String source, Waiting delivery, RuntimeException failure) {
        String code = failure.getClass().getSimpleName();
        // The message of the failure may quote the delivery.
        LOG.warn(
                "a delivery of {} could not be worked, attempt {}: {} {}",
                source,
                delivery.attempts() + 1,
                failure.getClass().getName(),
                Arrays.stream(failure.getStackTrace()).limit(SHOWN_FRAMES).toList());
        Instant next = now().plus(pause(delivery.attempts()));
        database.write(
                tx ->
                        tx.dao(WebhookInboxDao.class)
                                .failed(
                                        source,
                                        delivery.deliveryId(),
                                        code,
                                        next,
                                        MOST_ATTEMPTS,
                                        now()));
    }

    /** Returns the pause before the next attempt, doubled each time up to a limit. */
    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MOST_ATTEMPTS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Deletes deliveries that were processed, or given up, long enough ago. */
    public void forgetOld() {
        long _ = OLD.run(database, clock);
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
