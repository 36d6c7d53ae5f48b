package io.os199.cs.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.FaultProxy;
import io.os199.cs.testing.FaultProxy.Fault;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

class WorkerServerIT {
    @Test
    void startsFromTheConfigurationOfBothProcessesAndTellsItsHealth() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                FaultProxy proxy = proxy(database)) {
            DropwizardTestSupport<ServiceConfiguration> worker =
                    new DropwizardTestSupport<>(
                            WorkerServer.class,
                            "../config.yml",
                            ConfigOverride.config("workerServer.connector.port", "0"),
                            ConfigOverride.config("database.url", through(proxy, database.url())),
                            ConfigOverride.config(
                                    "readDatabase.url", through(proxy, database.readUrl())),
                            ConfigOverride.config("worker.dashboardPort", "0"));
            worker.before();
            long before = 0;
            try {
                for (String path : List.of("/healthcheck", "/ready")) {
                    HttpResponse<String> answer = get(worker, path);
                    assertThat(answer.body())
                            .contains("\"jobs\":{\"healthy\":true")
                            .contains("intercom off, mixpanel off, sendgrid off, zendesk off");
                    assertThat(answer.statusCode()).isEqualTo(200);
                }
                Await.until(() -> servers(database) == 1);

                proxy.set(Fault.RESET);
                Await.until(() -> get(worker, "/ready").statusCode() == 500);
                assertThat(get(worker, "/health").statusCode()).isEqualTo(200);
                proxy.set(Fault.NONE);
                Await.until(() -> get(worker, "/ready").statusCode() == 200);
                before = servers(database);
            } finally {
                worker.after();
            }
            // One that was announced when the connections broke may stay until others miss its
            // heartbeat.
            assertThat(servers(database)).isLessThan(before);
        }
    }

    private static FaultProxy proxy(TestDatabase database) {
        URI server = server(database.url());
        return FaultProxy.before(server.getHost(), server.getPort());
    }

    private static String through(FaultProxy proxy, String url) {
        return url.replace(server(url).getAuthority(), proxy.host() + ":" + proxy.port());
    }

    private static URI server(String url) {
        return URI.create(url.substring("jdbc:".length()));
    }

    private static HttpResponse<String> get(
            DropwizardTestSupport<ServiceConfiguration> worker, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + worker.getLocalPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static long servers(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from"
                                                        + " jobs.jobrunr_backgroundjobservers")
                                        .mapTo(Long.class)
                                        .one());
    }
}
