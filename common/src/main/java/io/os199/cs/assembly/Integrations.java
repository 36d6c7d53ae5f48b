package io.os199.cs.assembly;

import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ContactNames;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.intercom.Intercom;
import io.os199.cs.integration.mixpanel.Mixpanel;
import io.os199.cs.integration.sendgrid.SendGrid;
import io.os199.cs.integration.sendgrid.SendGridEvents;
import io.os199.cs.integration.sendgrid.SendGridMail;
import io.os199.cs.integration.sendgrid.SendGridProvider;
import io.os199.cs.integration.sendgrid.SuppressionRead;
import io.os199.cs.integration.webhook.DeliveryForm;
import io.os199.cs.integration.webhook.IntercomDeliveries;
import io.os199.cs.integration.webhook.SendGridDeliveries;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.integration.webhook.Webhooks;
import io.os199.cs.integration.webhook.ZendeskDeliveries;
import io.os199.cs.integration.zendesk.Zendesk;
import io.os199.cs.platform.config.EmailConfig;
import io.os199.cs.platform.config.IntegrationsConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorStream;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.secrets.Secret;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.usage.UsageMonths;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The external services as configured: the only place where the product learns which ones there are. */
public final class Integrations {
    private static final Duration FIRST_READ = Duration.ofDays(365);

    private final IntegrationsConfig config;
    private final EmailConfig email;
    private final Secrets secrets;

    private Integrations(IntegrationsConfig config, EmailConfig email, Secrets secrets) {
        this.config = config;
        this.email = email;
        this.secrets = secrets;
    }

    /**
     * Returns the services as configured.
     *
     * @throws IllegalArgumentException if a service is enabled and something that it needs is missing or unusable;
     *     the message names the variables
     */
    public static Integrations of(ServiceConfiguration configuration, Secrets secrets) {
        IntegrationsConfig config = configuration.integrations();
        if (!config.missing().isEmpty()) {
            throw new IllegalArgumentException(
                    config.missing().entrySet().stream()
                            .map(
                                    each ->
                                            "integrations.%s is enabled and needs %s"
                                                    .formatted(
                                                            each.getKey(),
                                                            String.join(", ", each.getValue())))
                            .collect(
                                    Collectors.joining(
                                            "; ", "", ": set them, or switch the service off")));
        }
        requireSender(config.sendgrid(), configuration.email());
        return new Integrations(config, configuration.email(), secrets);
    }

    /** Requires SendGrid's own sender, because it takes no mail from any other. */
    private static void requireSender(IntegrationsConfig.SendGrid sendgrid, EmailConfig email) {
        if (email.provider() == EmailConfig.Provider.SENDGRID && !sendgrid.enabled()) {
            throw new IllegalArgumentException(
                    "email.provider is sendgrid, which is off: set CS_SENDGRID_ENABLED and what it"
                            + " needs, or another provider");
        }
        if (sendgrid.enabled()
                && email.senders().stream()
                        .noneMatch(each -> each.address().equalsIgnoreCase(sendgrid.fromEmail()))) {
            throw new IllegalArgumentException(
                    "SENDGRID_FROM_EMAIL is none of email.senders, whom mails are from: set"
                            + " CS_EMAIL_SENDER to the same address, or add it there");
        }
    }

    /** Returns the services that are on. */
    public Set<Integration> enabled() {
        Set<Integration> enabled = EnumSet.noneOf(Integration.class);
        for (Integration each : Integration.values()) {
            boolean on =
                    switch (each) {
                        case ZENDESK -> config.zendesk().enabled();
                        case INTERCOM -> config.intercom().enabled();
                        case MIXPANEL -> config.mixpanel().enabled();
                        case SENDGRID -> config.sendgrid().enabled();
                    };
            if (on) {
                enabled.add(each);
            }
        }
        return enabled;
    }

    /** Returns the stored state of each service. */
    public IntegrationStates states(Platform platform) {
        return new IntegrationStates(platform.database(), platform.clock());
    }

    /** Returns SendGrid, to be created once per process and closed with it; empty where it is off. */
    public Optional<SendGrid> sendGrid(
            Platform platform, ClientAnswers answers, Vendors vendors, IntegrationMetrics metrics) {
        IntegrationsConfig.SendGrid sendgrid = config.sendgrid();
        return sendgrid.enabled()
                ? Optional.of(
                        sendGrid(
                                platform,
                                SendGrid.host(sendgrid.region()),
                                mailEvents(platform, answers),
                                vendors,
                                metrics))
                : Optional.empty();
    }

    /**
     * Returns what the worker does with each service that is on.
     *
     * @param sendGrid as {@link #sendGrid} created it
     */
    public List<Adapter> adapters(
            Platform platform,
            ClientAnswers answers,
            Optional<SendGrid> sendGrid,
            Vendors vendors,
            IntegrationMetrics metrics) {
        List<Adapter> adapters = new ArrayList<>();
        SendGridEvents events = new SendGridEvents(mailEvents(platform, answers), metrics);
        sendGrid.ifPresent(
                each ->
                        adapters.add(
                                new Adapter(
                                        Integration.SENDGRID,
                                        each::check,
                                        List.of(each.suppressionRead()),
                                        events::work,
                                        null,
                                        each::close)));
        if (config.zendesk().enabled()) {
            adapters.add(zendesk(platform, answers, vendors, metrics));
        }
        if (config.intercom().enabled()) {
            adapters.add(intercom(platform, answers, vendors, metrics));
        }
        if (config.mixpanel().enabled()) {
            adapters.add(mixpanel(platform, vendors, metrics));
        }
        return adapters;
    }

    private MailEvents mailEvents(Platform platform, ClientAnswers answers) {
        return new MailEvents(
                answers, Unsubscribing.beginning(email.publicUrl()), platform.clock());
    }

    private Adapter zendesk(
            Platform platform, ClientAnswers answers, Vendors vendors, IntegrationMetrics metrics) {
        IntegrationsConfig.Zendesk configured = config.zendesk();
        Secret token = secret("zendesk.apiToken", configured.apiToken());
        IntegrationStates states = states(platform);
        Timeline timeline = new Timeline();
        Zendesk zendesk =
                new Zendesk(
                        platform.database(),
                        new VendorClient(
                                Integration.ZENDESK.wireName(),
                                Zendesk.host(configured.subdomain()),
                                () -> Zendesk.authorization(configured.email(), token.value()),
                                vendors),
                        new ServiceStanding(Integration.ZENDESK, states),
                        states,
                        metrics,
                        new RemoteTickets(
                                timeline,
                                new Touchpoints(timeline, platform.clock()),
                                answers,
                                platform.clock()),
                        settings(configured, platform.clock()),
                        vendors.waiting().pause(),
                        platform.clock());
        return new Adapter(
                Integration.ZENDESK,
                zendesk::check,
                zendesk.syncs(),
                zendesk.deliveries(),
                zendesk.outbox(),
                zendesk::close);
    }

    private Adapter intercom(
            Platform platform, ClientAnswers answers, Vendors vendors, IntegrationMetrics metrics) {
        IntegrationsConfig.Intercom configured = config.intercom();
        Secret token = secret("intercom.accessToken", configured.accessToken());
        IntegrationStates states = states(platform);
        Timeline timeline = new Timeline();
        Intercom intercom =
                new Intercom(
                        platform.database(),
                        new VendorClient(
                                Integration.INTERCOM.wireName(),
                                Intercom.host(configured.region()),
                                () -> "Bearer " + token.value(),
                                vendors),
                        new ServiceStanding(Integration.INTERCOM, states),
                        states,
                        metrics,
                        new RemoteTickets(
                                timeline,
                                new Touchpoints(timeline, platform.clock()),
                                answers,
                                platform.clock()),
                        new ContactNames(answers, platform.clock()),
                        new Intercom.Telling(
                                configured.adminId(),
                                configured.pushEvents(),
                                configured.pushNotes()),
                        platform.clock().instant().minus(FIRST_READ),
                        platform.clock());
        return new Adapter(
                Integration.INTERCOM,
                intercom::check,
                intercom.syncs(),
                intercom.deliveries(),
                intercom.outbox(),
                intercom::close);
    }

    private static Zendesk.Settings settings(IntegrationsConfig.Zendesk configured, Clock clock) {
        Map<String, TicketCategory> categories = new HashMap<>();
        configured
                .categories()
                .forEach(
                        (value, word) ->
                                categories.put(
                                        value,
                                        WireName.find(TicketCategory.class, word)
                                                .map(TicketCategory.class::cast)
                                                .orElseThrow(() -> unknownCategory(value, word))));
        Instant since =
                configured.since().isEmpty()
                        ? clock.instant().minus(FIRST_READ)
                        : day(configured.since()).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Zendesk.Settings(since, configured.categoryField(), categories);
    }

    private static LocalDate day(String since) {
        try {
            return LocalDate.parse(since);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "CS_ZENDESK_SINCE is no day of the calendar: " + since, e);
        }
    }

    private static IllegalArgumentException unknownCategory(String value, String word) {
        return new IllegalArgumentException(
                "integrations.zendesk.categories has %s for %s, which is no category: use %s"
                        .formatted(
                                word,
                                value,
                                String.join(", ", WireName.all(TicketCategory.class))));
    }

    private Adapter mixpanel(Platform platform, Vendors vendors, IntegrationMetrics metrics) {
        IntegrationsConfig.Mixpanel mixpanel = config.mixpanel();
        Secret account = secret("mixpanel.serviceAccount", mixpanel.serviceAccount());
        Secret key = secret("mixpanel.serviceSecret", mixpanel.serviceSecret());
        VendorClient client =
                new VendorClient(
                        Integration.MIXPANEL.wireName(),
                        Mixpanel.host(mixpanel.region()),
                        () -> Mixpanel.authorization(account.value(), key.value()),
                        vendors);
        Secret token = secret("mixpanel.projectToken", mixpanel.projectToken());
        Mixpanel adapter =
                Mixpanel.of(
                        client,
                        Mixpanel.Ingestion.of(mixpanel.region(), token::value),
                        VendorStream.Limits.ofExports(),
                        mixpanel,
                        platform.database(),
                        new UsageMonths(
                                platform.database(),
                                new Partitions(platform.dataSource(), platform.clock())),
                        states(platform),
                        metrics,
                        platform.clock());
        return new Adapter(
                Integration.MIXPANEL,
                adapter::check,
                adapter.syncs(),
                null,
                adapter.outbox(),
                adapter::close);
    }

    private SendGrid sendGrid(
            Platform platform,
            URI host,
            MailEvents events,
            Vendors vendors,
            IntegrationMetrics metrics) {
        IntegrationsConfig.SendGrid sendgrid = config.sendgrid();
        Secret key = secret("sendgrid.apiKey", sendgrid.apiKey());
        VendorClient client =
                new VendorClient(
                        Integration.SENDGRID.wireName(),
                        host,
                        () -> "Bearer " + key.value(),
                        vendors);
        IntegrationStates states = states(platform);
        ServiceStanding standing = new ServiceStanding(Integration.SENDGRID, states);
        SendGridMail form =
                new SendGridMail(sendgrid.sandbox(), sendgrid.trackOpens(), sendgrid.trackClicks());
        return new SendGrid(
                client,
                standing,
                new SendGridProvider(client, form, standing),
                new SuppressionRead(
                        platform.database(),
                        client,
                        events,
                        states,
                        standing,
                        metrics,
                        platform.clock()));
    }

    /** Returns the entry point for what the services deliver on their own. */
    public Webhooks webhooks(Platform platform, Database database) {
        return new Webhooks(
                forms(),
                new WebhookInbox(database, platform.clock()),
                platform.clock(),
                platform.metrics());
    }

    private List<DeliveryForm> forms() {
        List<DeliveryForm> forms = new ArrayList<>();
        if (config.zendesk().enabled()) {
            forms.add(
                    new ZendeskDeliveries(
                            valid(
                                    "zendesk.webhookSecret",
                                    config.zendesk().webhookSecret(),
                                    config.zendesk().webhookSecretNext())));
        }
        if (config.intercom().enabled()) {
            forms.add(
                    new IntercomDeliveries(
                            valid(
                                    "intercom.clientSecret",
                                    config.intercom().clientSecret(),
                                    config.intercom().clientSecretNext())));
        }
        if (config.sendgrid().enabled()) {
            Supplier<List<String>> keys =
                    valid(
                            "sendgrid.webhookPublicKey",
                            config.sendgrid().webhookPublicKey(),
                            config.sendgrid().webhookPublicKeyNext());
            if (!keys.get().stream().allMatch(SendGridDeliveries::isPublicKey)) {
                throw new IllegalArgumentException(
                        "SENDGRID_WEBHOOK_PUBLIC_KEY, or the one that ends in _NEXT, is no public"
                                + " key of P-256: copy it from the settings of the event webhook");
            }
            forms.add(new SendGridDeliveries(keys));
        }
        return forms;
    }

    /** Returns the current value and the one that will follow it, each as it is at the time of reading. */
    private Supplier<List<String>> valid(String field, String value, String next) {
        List<Secret> both = List.of(secret(field, value), secret(field + "Next", next));
        return () -> both.stream().map(Secret::value).filter(each -> !each.isEmpty()).toList();
    }

    private Secret secret(String field, String configured) {
        return secrets.secret("integrations." + field, configured);
    }
}
