package io.os199.cs.communication.delivery;

import io.os199.cs.communication.delivery.DeliveryDao.HandOver;
import io.os199.cs.communication.delivery.DeliveryDao.Held;
import io.os199.cs.communication.event.MailSent;
import io.os199.cs.communication.model.MessageStatus;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Hands due messages to the provider. Each is claimed by one worker, and the fact that it is handed over is committed
 * before the provider is called: whatever dies in between leaves the message in doubt. A message is handed over again
 * only after the provider definitely did not accept it or, under {@code DeliveryGuarantee.AT_LEAST_ONCE}, once more
 * after an hour in doubt without news; it may then arrive twice.
 */
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration DOUBT = Duration.ofHours(1);
    private static final Duration HELD = Duration.ofDays(1);
    private static final int MOST = 100;

    private final Database database;
    private final MailProvider provider;
    private final Writing writing;
    private final Permits permits;
    private final Backoff backoff;
    private final Timeline timeline;
    private final ClientAnswers answers;
    private final DeliveryTerms terms;
    private final Clock clock;
    private volatile boolean leaving;

    Delivery(
            Database database,
            MailProvider provider,
            Writing writing,
            Permits permits,
            Backoff backoff,
            DeliveryTerms terms,
            Timeline timeline,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.provider = provider;
        this.writing = writing;
        this.permits = permits;
        this.backoff = backoff;
        this.terms = terms;
        this.timeline = timeline;
        this.answers = answers;
        this.clock = clock;
    }

    /** Stops starting messages; those that are claimed but not started are released. */
    public void leave() {
        leaving = true;
    }

    /**
     * Delivers due messages, a hundred at most.
     *
     * @return whether there may be more
     */
    public boolean deliverSome() {
        Instant now = clock.instant();
        List<Held> held =
                database.write(
                        tx ->
                                tx.dao(DeliveryDao.class)
                                        .claim(terms.worker(), now.plus(LEASE), now, MOST));
        if (held.isEmpty()) {
            return false;
        }
        Map<String, Campaign> campaigns = campaigns(held);
        Queue<Held> left = new ConcurrentLinkedQueue<>(held);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> takers = new ArrayList<>();
            for (int i = 0; i < terms.atOnce(); i++) {
                takers.add(threads.submit(() -> deliverAll(left, campaigns)));
            }
            for (Future<?> taker : takers) {
                taker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch of mails was left", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release(List.copyOf(left));
        }
        return held.size() == MOST || campaigns.values().stream().anyMatch(Campaign::wasHeld);
    }

    private void deliverAll(Queue<Held> left, Map<String, Campaign> campaigns) {
        for (Held each = next(left); each != null; each = next(left)) {
            deliver(each, Objects.requireNonNull(campaigns.get(each.campaignId())));
        }
    }

    private @Nullable Held next(Queue<Held> left) {
        return leaving ? null : left.poll();
    }

    private Map<String, Campaign> campaigns(List<Held> held) {
        return database
                .current(
                        tx ->
                                tx.dao(DeliveryDao.class)
                                        .campaigns(
                                                held.stream()
                                                        .map(Held::campaignId)
                                                        .distinct()
                                                        .toList()))
                .stream()
                .collect(Collectors.toMap(Campaign::campaignId, each -> each));
    }

    private void release(List<Held> held) {
        if (!held.isEmpty()) {
            database.write(
                    tx ->
                            tx.dao(DeliveryDao.class)
                                    .release(
                                            held.stream().map(Held::clientId).distinct().toList(),
                                            held.stream().map(Held::messageId).toList(),
                                            terms.worker(),
                                            clock.instant()));
        }
    }

    private void deliver(Held message, Campaign campaign) {
        OutgoingMail mail =
                writing.of(
                        campaign,
                        message.messageId(),
                        message.contactEmail(),
                        message.tokenValues());
        if (!permits.take(LEASE.dividedBy(2))) {
            release(List.of(message));
            return;
        }
        Instant now = clock.instant();
        HandOver handOver =
                database.write(
                                tx ->
                                        tx.dao(DeliveryDao.class)
                                                .handOver(
                                                        message.clientId(),
                                                        message.messageId(),
                                                        message.contactEmail(),
                                                        terms.worker(),
                                                        now.plus(LEASE),
                                                        now))
                        .orElse(HandOver.GONE);
        switch (handOver) {
            case ALLOWED -> settle(message, campaign, provider.send(mail));
            case SUPPRESSED -> {}
            case GONE -> release(List.of(message));
        }
    }

    private void settle(Held message, Campaign campaign, DeliveryOutcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case DeliveryOutcome.Accepted(String id) ->
                    database.write(
                            tx -> {
                                settle(tx, message, MessageStatus.SENT, id, null, null);
                                if (campaign.wasHeld()) {
                                    tx.dao(DeliveryDao.class)
                                            .takenAgain(campaign.campaignId(), now);
                                }
                                tell(tx, message, campaign, now);
                                return true;
                            });
            case DeliveryOutcome.Invalid(String reason) ->
                    settle(message, MessageStatus.FAILED, reason, null);
            case DeliveryOutcome.Uncertain(String reason) ->
                    settle(message, MessageStatus.UNCONFIRMED, reason, now.plus(DOUBT));
            case DeliveryOutcome.RefusedForNow(String reason, Duration asked) -> {
                Optional<Duration> wait = backoff.after(message.attempts(), asked);
                settle(
                        message,
                        wait.isPresent() ? MessageStatus.QUEUED : MessageStatus.FAILED,
                        reason,
                        wait.map(now::plus).orElse(null));
            }
            case DeliveryOutcome.NotAsked(String reason, Duration left) ->
                    database.write(tx -> putBack(tx, message, reason, now.plus(left), now));
            case DeliveryOutcome.Unauthorized(String reason) -> {
                LOG.warn(
                        "the provider {} takes no mail from us ({}): campaigns are held",
                        provider.name(),
                        reason);
                database.write(
                        tx -> {
                            putBack(tx, message, reason, now, now);
                            return tx.dao(DeliveryDao.class).hold(message.campaignId(), now);
                        });
            }
        }
    }

    private void settle(
            Held message, MessageStatus status, String reason, @Nullable Instant nextAttemptAt) {
        database.write(tx -> settle(tx, message, status, null, reason, nextAttemptAt));
    }

    private int settle(
            Transaction tx,
            Held message,
            MessageStatus status,
            @Nullable String providerId,
            @Nullable String error,
            @Nullable Instant nextAttemptAt) {
        return tx.dao(DeliveryDao.class)
                .settle(
                        message.clientId(),
                        message.messageId(),
                        terms.worker(),
                        status,
                        providerId,
                        error,
                        nextAttemptAt,
                        clock.instant());
    }

    private int putBack(Transaction tx, Held message, String reason, Instant at, Instant now) {
        return tx.dao(DeliveryDao.class)
                .putBack(message.clientId(), message.messageId(), terms.worker(), reason, at, now);
    }

    private void tell(Transaction tx, Held message, Campaign campaign, Instant now) {
        if (campaign.isFannedOut()) {
            answers.changed(tx, message.clientId());
            timeline.record(
                    tx,
                    MailSent.event(
                            timeline,
                            message.clientId(),
                            new MailSent.Mailing(
                                    campaign.campaignId(),
                                    campaign.name(),
                                    campaign.templateType()),
                            now));
        }
    }

    /**
     * Settles what is left over: expired leases, messages in doubt for an hour, campaigns that begin, have been held
     * too long or are finished.
     */
    public void settleWhatIsLeft() {
        Instant now = clock.instant();
        database.write(
                tx -> {
                    DeliveryDao dao = tx.dao(DeliveryDao.class);
                    int doubtful = dao.releaseLost(now.plus(DOUBT), now);
                    if (doubtful > 0) {
                        LOG.info("{} messages of workers that were lost are released", doubtful);
                    }
                    dao.giveUpDoubtful(terms.sendsDoubtfulAgain(), now);
                    dao.begin(now);
                    dao.expireHeld(now.minus(HELD), now);
                    List<String> over = dao.maybeOver();
                    return over.isEmpty() ? 0 : dao.end(over, now);
                });
    }

    /**
     * Asks the provider whether it accepts our access again and, if so, resumes the held campaigns, with one message
     * of each first. When nothing is held, the provider is not asked.
     */
    public void tryAgain() {
        if (database.current(tx -> tx.dao(DeliveryDao.class).anyHeld()) && provider.isUsable()) {
            int resumed = database.write(tx -> tx.dao(DeliveryDao.class).resume(clock.instant()));
            LOG.info(
                    "the provider {} takes our access: {} campaigns are tried",
                    provider.name(),
                    resumed);
        }
    }
}
