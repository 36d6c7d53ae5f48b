package io.os199.cs.platform.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When the certificates end that this process shows on its own ports. Read at each scrape, so a key store that was loaded again counts. */
final class TlsCertificates {
    private TlsCertificates() {}

    /** Where no port of {@code server} speaks TLS, there is no figure. */
    static void watch(Server server, PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("tls_certificate_expiry_timestamp_seconds")
                .help("When the first of the certificates ends that are shown on a port.")
                .labelNames("port")
                .callback(
                        gauge -> {
                            for (Connector connector : server.getConnectors()) {
                                end(connector)
                                        .ifPresent(
                                                end ->
                                                        gauge.call(
                                                                (double) end.getEpochSecond(),
                                                                port(connector)));
                            }
                        })
                .register(registry);
    }

    /** Dropwizard wraps the factories of connections, so the keys are looked for in all that the connector holds. */
    private static Optional<Instant> end(Connector connector) {
        return connector.getContainedBeans(SslContextFactory.Server.class).stream()
                .flatMap(TlsCertificates::ends)
                .min(Instant::compareTo);
    }

    private static Stream<Instant> ends(SslContextFactory.Server keys) {
        return keys.getAliases().stream()
                .map(alias -> keys.getX509(alias).getCertificate().getNotAfter().toInstant());
    }

    private static String port(Connector connector) {
        return connector instanceof NetworkConnector network
                ? Integer.toString(network.getLocalPort())
                : "";
    }
}
