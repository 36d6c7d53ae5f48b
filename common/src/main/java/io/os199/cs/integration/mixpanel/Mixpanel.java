package io.os199.cs.integration.mixpanel;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.Standing;
import io.os199.cs.integration.mixpanel.MixpanelEvents.Pass;
import io.os199.cs.platform.config.IntegrationsConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorStream;
import io.os199.cs.usage.UsageEvents;
import io.os199.cs.usage.UsageMarks;
import io.os199.cs.usage.UsageMonths;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;

/**
 * Mixpanel, where it is on.
 *
 * @param hourly and {@code nightly} read the events
 */
public record Mixpanel(
        VendorClient client,
        Standing standing,
        MixpanelExport export,
        MixpanelEvents hourly,
        MixpanelEvents nightly)
        implements AutoCloseable {
    /**
     * Reads events.
     *
     * @param limits how long an export may take
     * @param config what the properties of the project mean
     */
    public static Mixpanel reading(
            VendorClient client,
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
        Standing standing = new Standing(Integration.MIXPANEL, states);
        return new Mixpanel(
                client,
                standing,
                export,
                new MixpanelEvents(
                        Pass.HOURLY, database, export, store, states, standing, metrics, clock),
                new MixpanelEvents(
                        Pass.NIGHTLY, database, export, store, states, standing, metrics, clock));
    }

    /** The host of a region that hands events out. */
    public static URI host(String region) {
        return URI.create(
                region.equals("us")
                        ? "https://data.mixpanel.com"
                        : "https://data-" + region + ".mixpanel.com");
    }

    /** How a service account shows who it is. */
    public static String authorization(String account, String secret) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((account + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** What is read of it. */
    public List<MixpanelEvents> syncs() {
        return List.of(hourly, nightly);
    }

    /** Asks whether it takes our key, and stores what it says. */
    public void check() {
        standing.checked(export.check());
    }

    @Override
    public void close() {
        client.close();
    }
}
