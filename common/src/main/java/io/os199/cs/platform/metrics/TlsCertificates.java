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

/**
 * The expiry of the certificates that this process presents on its own ports. Read at each scrape, so that a reloaded
 * key store is taken into account.
 */
final class TlsCertificates {
    private TlsCertificates() {}

    /** Has no values when no port of {@code server} uses TLS. */
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

    /**
     * Dropwizard wraps the connection factories, so the keys are looked for in everything that the connector
     * contains.
     */
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
