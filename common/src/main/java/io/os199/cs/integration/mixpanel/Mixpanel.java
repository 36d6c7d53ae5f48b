package io.os199.cs.integration.mixpanel;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.mixpanel.MixpanelEvents.Pass;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxFilling;
import io.os199.cs.platform.config.IntegrationsConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorStream;
import io.os199.cs.usage.UsageEvents;
import io.os199.cs.usage.UsageMarks;
import io.os199.cs.usage.UsageMonths;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * Mixpanel, where it is on.
 *
 * @param syncs read its events, and look for what to report to it where anything is reported
 * @param outbox reports to it; absent where nothing is reported
 */
public record Mixpanel(
        VendorClient client,
        ServiceStanding standing,
        MixpanelExport export,
        List<Sync> syncs,
        @Nullable OutboxDelivery outbox)
        implements AutoCloseable {
    /** How far back changes of health and stage are reported; earlier ones are history. */
    private static final Duration TOLD_BACK = Duration.ofDays(2);

    public Mixpanel {
        syncs = List.copyOf(syncs);
    }

    /**
     * Where events are sent.
     *
     * @param host the host of the region
     * @param projectToken the current token, which may change
     */
    public record Ingestion(URI host, Supplier<String> projectToken) {
        /** Returns the ingestion of a region. */
        public static Ingestion of(String region, Supplier<String> projectToken) {
            return new Ingestion(Mixpanel.host("api", region), projectToken);
        }
    }

    /**
     * Creates the adapter, which reads events and, where that is configured, reports ours.
     *
     * @param ingestion where ours are reported
     * @param limits how long an export may take
     * @param config what the properties of the project mean
     */
    public static Mixpanel of(
            VendorClient client,
            Ingestion ingestion,
            VendorStream.Limits limits,
            IntegrationsConfig.Mixpanel config,
            Database database,
            UsageMonths months,
            IntegrationStates states,
            IntegrationMetrics metrics,
            Clock clock) {
        ZoneId zone = ZoneId.of(config.projectTimeZone());
        MixpanelExport export =
                new MixpanelExport(
                        new VendorStream(client, limits), config.projectId(), zone, clock);
        MixpanelStore store =
                new MixpanelStore(
                        database,
                        months,
                        new UsageEvents(new UsageMarks(clock)),
                        new RemoteClients(clock),
                        new MixpanelEvent.Mapping(
                                config.clientProperty(),
                                config.featureMap(),
                                config.typeMap(),
                                config.quantityProperty(),
                                zone),
                        metrics,
                        clock);
        ServiceStanding standing = new ServiceStanding(Integration.MIXPANEL, states);
        List<Sync> syncs = new ArrayList<>();
        for (Pass pass : Pass.values()) {
            syncs.add(
                    new MixpanelEvents(
                            pass, database, export, store, states, standing, metrics, clock));
        }
        if (!config.pushEnabled()) {
            return new Mixpanel(client, standing, export, syncs, null);
        }
        syncs.add(
                new OutboxFilling(
                        "mixpanel-told-events",
                        "*/5 * * * *",
                        database,
                        (tx, now) ->
                                tx.dao(MixpanelToldDao.class)
                                        .queueEvents(now.minus(TOLD_BACK), now),
                        clock));
        syncs.add(
                new OutboxFilling(
                        "mixpanel-told-profiles",
                        "40 5 * * *",
                        database,
                        (tx, now) -> tx.dao(MixpanelToldDao.class).queueProfiles(now),
                        clock));
        return new Mixpanel(
                client,
                standing,
                export,
                syncs,
                new MixpanelOutbox(
                        database,
                        client,
                        standing,
                        ingestion,
                        config.projectId(),
                        config.clientProperty()));
    }

    /** Returns the host of a region that exports events. */
    public static URI host(String region) {
        return host("data", region);
    }

    private static URI host(String name, String region) {
        return URI.create(
                "https://%s%s.mixpanel.com"
                        .formatted(name, region.equals("us") ? "" : "-" + region));
    }

    /** Returns the header by which a service account authenticates itself. */
    public static String authorization(String account, String secret) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((account + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Checks whether Mixpanel accepts our key, and stores the result. */
    public void check() {
        standing.checked(export.check());
    }

    @Override
    public void close() {
        client.close();
    }
}
