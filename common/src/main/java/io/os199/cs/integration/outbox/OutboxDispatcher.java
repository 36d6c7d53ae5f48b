package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Integration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Expiry;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.http.Retries;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Delivers items to external services. Any number of workers do so at once: each claims some items for a while, and
 * one that dies leaves them to others once that time is over.
 */
public final class OutboxDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final int AT_ONCE = 50;
    private static final int SIDE_BY_SIDE = 4;
    private static final int SHOWN_FRAMES = 5;
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** The part of a lease that an attempt needs; none begins with less. */
    private static final Duration ENOUGH = Duration.ofSeconds(100);

    /** The expiry of items; dead ones are kept for a while to be looked at and tried again. */
    private static final Expiry OLD =
            new Expiry(
                    "items of the outbox",
                    Period.ofDays(30),
                    (tx, before, most) -> tx.dao(OutboxDao.class).deleteEnded(before, most));

    private static final Retries RETRIES =
            new Retries(Duration.ofSeconds(30), Duration.ofHours(1), 12, Duration.ofHours(1));

    private final Database database;
    private final Map<Integration, OutboxDelivery> deliveries;
    private final RandomGenerator random;
    private final Clock clock;
    private volatile boolean leaving;

    /**
     * @param deliveries the deliveries of the services that are on; items for any other service wait
     * @param random varies how long items wait between attempts
     */
    public OutboxDispatcher(
            Database database,
            Map<Integration, OutboxDelivery> deliveries,
            RandomGenerator random,
            Clock clock) {
        this.database = database;
        this.deliveries = Map.copyOf(deliveries);
        this.random = random;
        this.clock = clock;
    }

    /** Makes an attempt at some of the items that are due, and returns whether there may be more. */
    public boolean deliverSome() {
        if (deliveries.isEmpty() || leaving) {
            return false;
        }
        String[] names =
                deliveries.keySet().stream().map(Integration::wireName).toArray(String[]::new);
        Instant now = now();
        Instant lease = now.plus(LEASE);
        List<OutboxItem> items =
                database.write(tx -> tx.dao(OutboxDao.class).claim(names, AT_ONCE, lease, now));
        Map<Integration, Semaphore> places = new EnumMap<>(Integration.class);
        deliveries.keySet().forEach(each -> places.put(each, new Semaphore(SIDE_BY_SIDE)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<OutboxItem> call : calls(items)) {
                Semaphore place = Objects.requireNonNull(places.get(call.getFirst().integration()));
                threads.execute(
                        () -> {
                            place.acquireUninterruptibly();
                            try {
                                deliver(call, lease);
                            } catch (RuntimeException e) {
                                // Their lease ends, and they are claimed again.
                                LOG.warn("items of the outbox were left: {}", e.toString());
                            } finally {
                                place.release();
                            }
                        });
            }
        }
        return !items.isEmpty() && !leaving;
    }

    /** Begins no further attempts; items that were claimed for one are given back. */
    public void leave() {
        leaving = true;
    }

    /** Returns the items grouped by call: those of a service that takes many at once together, any other by itself. */
    private List<List<OutboxItem>> calls(List<OutboxItem> items) {
        List<List<OutboxItem>> calls = new ArrayList<>();
        Map<Integration, List<OutboxItem>> together = new EnumMap<>(Integration.class);
        for (OutboxItem item : items) {
            if (delivery(item) instanceof BatchDelivery) {
                together.computeIfAbsent(item.integration(), _ -> new ArrayList<>()).add(item);
            } else {
                calls.add(List.of(item));
            }
        }
        calls.addAll(together.values());
        return calls;
    }

    private void deliver(List<OutboxItem> items, Instant claimed) {
        if (leaving) {
            items.forEach(
                    each ->
                            settle(
                                    each,
                                    claimed,
                                    new OutboxOutcome.Waits("given_back", Duration.ZERO)));
            return;
        }
        Map<OutboxItem, Instant> leases = new LinkedHashMap<>();
        for (OutboxItem item : items) {
            Instant lease = held(item, claimed);
            if (lease != null) {
                leases.put(item, lease);
            }
        }
        attempt(List.copyOf(leases.keySet()))
                .forEach(
                        (item, outcome) ->
                                settle(item, Objects.requireNonNull(leases.get(item)), outcome));
    }

    /** Returns until when an item is this worker's; absent where it no longer is. */
    private @Nullable Instant held(OutboxItem item, Instant claimed) {
        Instant now = now();
        if (now.plus(ENOUGH).isBefore(claimed)) {
            return claimed;
        }
        Instant longer = now.plus(LEASE);
        boolean held =
                database.write(
                        tx ->
                                tx.dao(OutboxDao.class)
                                        .hold(item.clientId(), item.itemId(), claimed, longer));
        return held ? longer : null;
    }

    private Map<OutboxItem, OutboxOutcome> attempt(List<OutboxItem> items) {
        Map<OutboxItem, OutboxOutcome> outcomes = new LinkedHashMap<>();
        List<OutboxItem> left = new ArrayList<>();
        for (OutboxItem item : items) {
            if (item.attempts() >= RETRIES.attempts()) {
                outcomes.put(item, new OutboxOutcome.Dead("lease_lost"));
            } else {
                left.add(item);
            }
        }
        if (!left.isEmpty()) {
            outcomes.putAll(made(left));
        }
        return outcomes;
    }

    /** @param items items of one service; only one unless it takes many at once */
    private Map<OutboxItem, OutboxOutcome> made(List<OutboxItem> items) {
        OutboxItem first = items.getFirst();
        try {
            return delivery(first) instanceof BatchDelivery batch
                    ? batch.deliverAll(items)
                    : Map.of(first, delivery(first).deliver(first));
        } catch (RuntimeException e) {
            // The message may quote the item's text.
            LOG.warn(
                    "{} of {} could not be delivered: {} {}",
                    first.operation(),
                    first.integration().wireName(),
                    e.getClass().getName(),
                    Arrays.stream(e.getStackTrace()).limit(SHOWN_FRAMES).toList());
            OutboxOutcome later = new OutboxOutcome.Later(e.getClass().getSimpleName(), null, true);
            return items.stream().collect(Collectors.toMap(each -> each, _ -> later));
        }
    }

    private OutboxDelivery delivery(OutboxItem item) {
        return Objects.requireNonNull(deliveries.get(item.integration()));
    }

    private void settle(OutboxItem item, Instant lease, OutboxOutcome outcome) {
        switch (outcome) {
            case OutboxOutcome.Done(String code, OutboxOutcome.Storing storing) ->
                    end(item, lease, "done", code, item.inDoubtSince(), storing);
            case OutboxOutcome.Dead(String code) ->
                    giveUp(item, lease, "dead", code, item.inDoubtSince());
            case OutboxOutcome.Unconfirmed(String code) ->
                    giveUp(item, lease, "unconfirmed", code, item.inDoubtSince());
            case OutboxOutcome.Waits(String code, Duration after) ->
                    putOff(item, lease, code, item.attempts(), after, item.inDoubtSince());
            case OutboxOutcome.Later(String code, Duration after, boolean mayBeDone) -> {
                int attempts = item.attempts() + 1;
                Instant before = item.inDoubtSince();
                Instant since = before == null && mayBeDone ? lease.minus(LEASE) : before;
                if (attempts >= RETRIES.attempts()) {
                    giveUp(item, lease, "dead", code, since);
                } else {
                    Duration delay = RETRIES.delay(item.attempts(), after, random);
                    putOff(item, lease, code, attempts, delay, since);
                }
            }
        }
    }

    /** @param inDoubtSince kept for whoever tries the item again */
    private void giveUp(
            OutboxItem item,
            Instant lease,
            String state,
            String code,
            @Nullable Instant inDoubtSince) {
        LOG.warn(
                "{} of {} is {}: {}", item.operation(), item.integration().wireName(), state, code);
        end(item, lease, state, code, inDoubtSince, tx -> delivery(item).givenUp(tx, item, code));
    }

    private void end(
            OutboxItem item,
            Instant lease,
            String state,
            String code,
            @Nullable Instant inDoubtSince,
            OutboxOutcome.Storing storing) {
        database.write(
                tx -> {
                    boolean isOurs =
                            tx.dao(OutboxDao.class)
                                    .settle(
                                            item.clientId(),
                                            item.itemId(),
                                            lease,
                                            state,
                                            item.attempts() + 1,
                                            inDoubtSince,
                                            code,
                                            null,
                                            now());
                    if (isOurs) {
                        storing.store(tx);
                    }
                    return isOurs;
                });
    }

    private void putOff(
            OutboxItem item,
            Instant lease,
            String code,
            int attempts,
            Duration after,
            @Nullable Instant inDoubtSince) {
        Instant now = now();
        database.write(
                tx ->
                        tx.dao(OutboxDao.class)
                                .settle(
                                        item.clientId(),
                                        item.itemId(),
                                        lease,
                                        "queued",
                                        attempts,
                                        inDoubtSince,
                                        code,
                                        now.plus(after),
                                        now));
    }

    /** Deletes items that ended long enough ago. */
    public void forgetOld() {
        long _ = OLD.run(database, clock);
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
