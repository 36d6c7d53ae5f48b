package io.os199.cs.worker;

import static io.os199.cs.jobs.TestJobs.until;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class WorkerServerIT {
    @Test
    void startsFromTheConfigurationOfBothProcessesAndTellsItsHealth() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                HttpClient http = HttpClient.newHttpClient()) {
            DropwizardTestSupport<ServiceConfiguration> worker =
                    new DropwizardTestSupport<>(
                            WorkerServer.class,
                            "../config.yml",
                            ConfigOverride.config("workerServer.connector.port", "0"),
                            ConfigOverride.config("database.url", database.url()),
                            ConfigOverride.config("readDatabase.url", database.readUrl()),
                            ConfigOverride.config("worker.dashboardPort", "0"));
            worker.before();
            try {
                URI health =
                        URI.create("http://127.0.0.1:" + worker.getLocalPort() + "/healthcheck");
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(health).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).contains("\"jobs\":{\"healthy\":true");
                assertThat(answer.statusCode()).isEqualTo(200);
                until(() -> servers(database) == 1);
            } finally {
                worker.after();
            }
            assertThat(servers(database)).isZero();
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
