package io.os199.cs.worker;

import com.codahale.metrics.health.HealthCheck;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.assembly.Adapter;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Integrations;
import io.os199.cs.assembly.Platform;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.IntegrationStatus;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxDispatcher;
import io.os199.cs.integration.outbox.OutboxMetrics;
import io.os199.cs.integration.sendgrid.SendGrid;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.json.WireName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the worker does with external services: stores which are on, checks whether they accept our keys, and
 * processes what they deliver.
 */
final class OutsideServices implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(OutsideServices.class);
    private static final Duration OUTBOX_EVERY = Duration.ofSeconds(10);

    private final Database database;
    private final Set<Integration> enabled;
    private final IntegrationStates states;
    private final WebhookInbox inbox;
    private final Optional<SendGrid> sendGrid;
    private final List<Adapter> adapters;
    private final OutboxDispatcher outbox;
    private final Loop deliveries;

    OutsideServices(
            Database database,
            Set<Integration> enabled,
            IntegrationStates states,
            WebhookInbox inbox,
            Optional<SendGrid> sendGrid,
            List<Adapter> adapters,
            Clock clock) {
        this.database = database;
        this.enabled = enabled;
        this.states = states;
        this.inbox = inbox;
        this.sendGrid = sendGrid;
        this.adapters = List.copyOf(adapters);
        this.outbox = outbox(database, adapters, clock);
        this.deliveries = new Loop("outbox", OUTBOX_EVERY, outbox::deliverSome);
    }

    private static OutboxDispatcher outbox(Database database, List<Adapter> adapters, Clock clock) {
        Map<Integration, OutboxDelivery> each = new EnumMap<>(Integration.class);
        for (Adapter adapter : adapters) {
            OutboxDelivery delivery = adapter.outbox();
            if (delivery != null) {
                each.put(adapter.integration(), delivery);
            }
        }
        return new OutboxDispatcher(
                database, each, () -> ThreadLocalRandom.current().nextLong(), clock);
    }

    static OutsideServices of(Platform platform, Features features, Integrations integrations) {
        OutboxMetrics.register(platform.metrics(), platform.database(), platform.clock());
        IntegrationMetrics metrics = new IntegrationMetrics(platform.metrics(), platform.clock());
        Vendors vendors =
                new Vendors(
                        platform.calls(),
                        new VendorMetrics(platform.metrics()),
                        platform.circuits(),
                        Vendors.Waiting.real(),
                        platform.clock());
        Optional<SendGrid> sendGrid =
                integrations.sendGrid(platform, features.clientAnswers(), vendors, metrics);
        return new OutsideServices(
                platform.database(),
                integrations.enabled(),
                integrations.states(platform),
                new WebhookInbox(platform.database(), platform.clock()),
                sendGrid,
                integrations.adapters(
                        platform, features.clientAnswers(), sendGrid, vendors, metrics),
                platform.clock());
    }

    /** Returns SendGrid, if it is on. */
    Optional<SendGrid> sendGrid() {
        return sendGrid;
    }

    /** Returns the rounds: the checks, the processing of deliveries, and what is read from each service that is on. */
    List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        rounds.add(new Round("integration-checks", "*/15 * * * *", this::check));
        rounds.add(new Round("integration-retention", "50 1 * * *", this::forgetOld));
        rounds.add(new Round("integration-syncs-asked", "* * * * *", this::syncAsked));
        rounds.add(new Round("webhook-deliveries", "* * * * *", this::workDeliveries));
        for (Adapter adapter : adapters) {
            adapter.syncs()
                    .forEach(sync -> rounds.add(new Round(sync.name(), sync.cron(), sync::run)));
        }
        return rounds;
    }

    /** Runs the first check in the background: no external service keeps the worker from starting. */
    @Override
    public void start() {
        states.announce(enabled);
        Thread.ofVirtual().name("integration-checks").start(this::checkQuietly);
        deliveries.start();
    }

    /** Reads what an administrator does not want to wait for, once the service answers and accepts our key. */
    private void syncAsked() {
        ofEach(
                adapter -> {
                    if (states.isSyncAsked(adapter.integration())) {
                        adapter.check().run();
                        if (states.takeAsked(adapter.integration())) {
                            adapter.syncs().forEach(Sync::run);
                        }
                    }
                });
    }

    private void check() {
        ofEach(adapter -> adapter.check().run());
    }

    /**
     * Processes the deliveries of each service separately, so that one does not wait for another that is slow to
     * provide more.
     */
    private void workDeliveries() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Adapter, Future<?>> works = new LinkedHashMap<>();
            for (Adapter adapter : adapters) {
                WebhookInbox.Working deliveries = adapter.deliveries();
                if (deliveries != null) {
                    works.put(
                            adapter,
                            threads.submit(() -> inbox.work(adapter.integration(), deliveries)));
                }
            }
            ofEach(
                    adapter -> {
                        Future<?> work = works.get(adapter);
                        if (work != null) {
                            ended(work);
                        }
                    });
        }
    }

    private static void ended(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetOld() {
        inbox.forgetOld();
        outbox.forgetOld();
    }

    /** Runs the work for each service; a failure of one does not keep the others from their turn. */
    private void ofEach(Consumer<Adapter> work) {
        RuntimeException first = null;
        for (Adapter adapter : adapters) {
            try {
                work.accept(adapter);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void checkQuietly() {
        try {
            check();
        } catch (RuntimeException e) {
            LOG.warn("a service outside was not checked; it is in a quarter of an hour", e);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        outbox.leave();
        deliveries.stop();
        adapters.forEach(adapter -> adapter.closing().run());
    }

    /**
     * Reports the state of each service, and whether mail is held, and is always healthy: everything goes on without
     * them.
     */
    HealthCheck health() {
        return new HealthCheck() {
            @Override
            protected Result check() {
                try {
                    return Result.healthy("%s", database.current(OutsideServices.this::standings));
                } catch (RuntimeException e) {
                    return Result.healthy("unknown");
                }
            }
        };
    }

    private String standings(Transaction tx) {
        return Stream.concat(
                        states.all(tx).stream().map(OutsideServices::told),
                        states.isMailHeld(tx) ? Stream.of("mail held") : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    private static String told(IntegrationStatus status) {
        return status.name().wireName() + " " + WireName.of(status.state());
    }
}
