package io.os199.cs.integration.mixpanel;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.platform.config.IntegrationsConfig;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.SharedCircuits;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.http.VendorStream;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsageMonths;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;

/** Mixpanel with everything enabled, at a local port. */
final class MixpanelFixture {
    private MixpanelFixture() {}

    static Mixpanel mixpanel(
            int port, TestDatabase server, PrometheusRegistry registry, TestClock clock) {
        IntegrationStates states = new IntegrationStates(server.database(), clock);
        states.announce(EnumSet.of(Integration.MIXPANEL));
        URI host = URI.create("http://127.0.0.1:" + port);
        return Mixpanel.of(
                new VendorClient(
                        "mixpanel",
                        host,
                        () -> Mixpanel.authorization("acc", "hush"),
                        new Vendors(
                                new OutsideCalls(registry, Tracing.off()),
                                new VendorMetrics(registry),
                                SharedCircuits.none(),
                                new Vendors.Waiting(clock::advance, new SplittableRandom(7)),
                                clock)),
                new Mixpanel.Ingestion(host, () -> "token"),
                VendorStream.Limits.ofExports(),
                new IntegrationsConfig.Mixpanel(
                        true,
                        "77",
                        "acc",
                        "hush",
                        "token",
                        "us",
                        "company_id",
                        Map.of("Report opened", "reports"),
                        Map.of(),
                        "",
                        "UTC",
                        true),
                server.database(),
                new UsageMonths(server.database(), new Partitions(server.dataSource(), clock)),
                states,
                new IntegrationMetrics(registry, clock),
                clock);
    }
}
