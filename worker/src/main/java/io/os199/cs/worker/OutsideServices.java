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
import io.os199.cs.integration.sendgrid.SendGrid;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.json.WireName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the worker does with services outside: stores which are on, asks whether they take our keys, and works what they tell. */
final class OutsideServices implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(OutsideServices.class);

    private final Database database;
    private final Set<Integration> enabled;
    private final IntegrationStates states;
    private final WebhookInbox inbox;
    private final Optional<SendGrid> sendGrid;
    private final List<Adapter> adapters;

    OutsideServices(
            Database database,
            Set<Integration> enabled,
            IntegrationStates states,
            WebhookInbox inbox,
            Optional<SendGrid> sendGrid,
            List<Adapter> adapters) {
        this.database = database;
        this.enabled = enabled;
        this.states = states;
        this.inbox = inbox;
        this.sendGrid = sendGrid;
        this.adapters = List.copyOf(adapters);
    }

    static OutsideServices of(Platform platform, Features features, Integrations integrations) {
        IntegrationMetrics metrics = new IntegrationMetrics(platform.metrics(), platform.clock());
        Optional<SendGrid> sendGrid =
                integrations.sendGrid(
                        platform,
                        features.clientAnswers(),
                        new VendorMetrics(platform.metrics()),
                        metrics);
        return new OutsideServices(
                platform.database(),
                integrations.enabled(),
                integrations.states(platform),
                new WebhookInbox(platform.database(), platform.clock()),
                sendGrid,
                integrations.adapters(platform, features.clientAnswers(), sendGrid, metrics));
    }

    /** SendGrid, where it is on. */
    Optional<SendGrid> sendGrid() {
        return sendGrid;
    }

    /** The checks, and of each service that is on what is read of it and what it delivers. */
    List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        rounds.add(new Round("integration-checks", "*/15 * * * *", this::check));
        rounds.add(new Round("webhook-retention", "50 1 * * *", inbox::forgetOld));
        rounds.add(new Round("integration-syncs-asked", "* * * * *", this::syncAsked));
        for (Adapter adapter : adapters) {
            adapter.syncs()
                    .forEach(sync -> rounds.add(new Round(sync.name(), sync.cron(), sync::run)));
            WebhookInbox.Working deliveries = adapter.deliveries();
            if (deliveries != null) {
                rounds.add(
                        new Round(
                                adapter.integration().wireName() + "-deliveries",
                                "* * * * *",
                                () -> inbox.work(adapter.integration(), deliveries)));
            }
        }
        return rounds;
    }

    /** The first check is made aside: no service outside keeps the worker from starting. */
    @Override
    public void start() {
        states.announce(enabled);
        Thread.ofVirtual().name("integration-checks").start(this::checkQuietly);
    }

    /** Reads what an administrator does not want to wait for. */
    private void syncAsked() {
        for (Adapter adapter : adapters) {
            if (states.takeAsked(adapter.integration())) {
                adapter.syncs().forEach(Sync::run);
            }
        }
    }

    /** One that fails keeps no other from being checked. */
    private void check() {
        RuntimeException first = null;
        for (Adapter adapter : adapters) {
            try {
                adapter.check().run();
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
    public void stop() {
        adapters.forEach(adapter -> adapter.closing().run());
    }

    /** Tells how each is and is always healthy: everything goes on without them. */
    HealthCheck health() {
        return new HealthCheck() {
            @Override
            protected Result check() {
                try {
                    return Result.healthy(
                            "%s",
                            database.current(states::all).stream()
                                    .map(OutsideServices::told)
                                    .collect(Collectors.joining(", ")));
                } catch (RuntimeException e) {
                    return Result.healthy("unknown");
                }
            }
        };
    }

    private static String told(IntegrationStatus status) {
        return status.name().wireName() + " " + WireName.of(status.state());
    }
}
