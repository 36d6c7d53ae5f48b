package io.os199.cs.worker;

import com.codahale.metrics.health.HealthCheck;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Integrations;
import io.os199.cs.assembly.Platform;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.IntegrationStatus;
import io.os199.cs.integration.sendgrid.SendGrid;
import io.os199.cs.integration.sendgrid.SendGridEvents;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.json.WireName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final SendGridEvents events;
    private final Optional<SendGrid> sendGrid;

    OutsideServices(
            Database database,
            Set<Integration> enabled,
            IntegrationStates states,
            WebhookInbox inbox,
            SendGridEvents events,
            Optional<SendGrid> sendGrid) {
        this.database = database;
        this.enabled = enabled;
        this.states = states;
        this.inbox = inbox;
        this.events = events;
        this.sendGrid = sendGrid;
    }

    static OutsideServices of(Platform platform, Features features, Integrations integrations) {
        IntegrationMetrics metrics = new IntegrationMetrics(platform.metrics(), platform.clock());
        return new OutsideServices(
                platform.database(),
                integrations.enabled(),
                integrations.states(platform),
                new WebhookInbox(platform.database(), platform.clock()),
                new SendGridEvents(
                        new MailEvents(features.clientAnswers(), platform.clock()), metrics),
                integrations.sendGrid(
                        platform,
                        features.clientAnswers(),
                        new VendorMetrics(platform.metrics()),
                        metrics));
    }

    /** SendGrid, where it is on. */
    Optional<SendGrid> sendGrid() {
        return sendGrid;
    }

    /** Those of a service that is off do nothing. */
    List<Round> rounds() {
        return List.of(
                new Round("integration-checks", "*/15 * * * *", this::check),
                new Round(
                        "sendgrid-events",
                        "* * * * *",
                        () -> inbox.work(Integration.SENDGRID, events::work)),
                new Round(
                        "sendgrid-suppressions",
                        "40 5 * * *",
                        () -> sendGrid.ifPresent(each -> each.suppressionRead().run())),
                new Round("webhook-retention", "50 1 * * *", inbox::forgetOld));
    }

    /** The first check is made aside: no service outside keeps the worker from starting. */
    @Override
    public void start() {
        states.announce(enabled);
        Thread.ofVirtual().name("integration-checks").start(this::checkQuietly);
    }

    private void check() {
        sendGrid.ifPresent(SendGrid::check);
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
        sendGrid.ifPresent(SendGrid::close);
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
