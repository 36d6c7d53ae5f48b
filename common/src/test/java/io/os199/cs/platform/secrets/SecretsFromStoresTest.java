package io.os199.cs.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.util.Duration;
import io.os199.cs.platform.config.AwsConfig;
import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.config.VaultSecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.source.StubSecretsManager;
import io.os199.cs.platform.secrets.source.StubVault;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.Await;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The real clients of AWS and Vault against stubs, as the configuration refers to them, polled every second. */
class SecretsFromStoresTest {
    @TempDir private Path folder;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private MountedSecrets mount;
    private StubSecretsManager aws;
    private StubVault vault;
    private Secrets secrets;

    @BeforeEach
    void start() throws Exception {
        System.setProperty("aws.accessKeyId", StubSecretsManager.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", "not-looked-at");
        aws = new StubSecretsManager();
        aws.put("cs/database", "{\"username\":\"cs\",\"password\":\"old\"}");
        vault = new StubVault();
        vault.allow("hvs.first", "");
        vault.put("cs", Map.of("redis", "old"));
        mount = new MountedSecrets(folder);
        mount.update(Map.of("vault-token", "hvs.first\n"));
        secrets = secrets(mount.reference("vault-token"), registry);
        secrets.start();
    }

    private Secrets secrets(String vaultToken, PrometheusRegistry metrics) {
        return new Secrets(
                new SecretsConfig(
                        "",
                        List.of(),
                        Duration.seconds(1),
                        new AwsConfig("eu-central-1", aws.address()),
                        new VaultSecretsConfig(
                                vault.address(), "", vaultToken, "", "kubernetes", "/none")),
                metrics,
                new OutsideCalls(metrics, Tracing.off()),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        secrets.stop();
        vault.close();
        aws.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void bothAreFollowed() throws Exception {
        Login database =
                Login.of(
                        secrets,
                        "database",
                        "aws:cs/database#username",
                        "aws:cs/database#password");
        Secret redis = secrets.secret("redis.password", "vault:secret/data/cs#redis");
        assertThat(database.current()).isEqualTo(new Login.Credentials("cs", "old"));
        assertThat(redis.value()).isEqualTo("old");

        aws.put("cs/database", "{\"username\":\"cs_b\",\"password\":\"new\"}");
        vault.put("cs", Map.of("redis", "new"));

        Await.until(() -> database.current().equals(new Login.Credentials("cs_b", "new")));
        Await.until(() -> redis.value().equals("new"));
    }

    @Test
    void anOutageKeepsTheLastValuesUntilItIsOver() throws Exception {
        Secret database = secrets.secret("database.password", "aws:cs/database#password");
        Secret redis = secrets.secret("redis.password", "vault:secret/data/cs#redis");

        aws.refuseWith("AccessDeniedException");
        vault.breakWith(503);
        Await.until(() -> failures("aws") >= 1 && failures("vault") >= 1);
        assertThat(database.value()).isEqualTo("old");
        assertThat(redis.value()).isEqualTo("old");

        aws.put("cs/database", "{\"password\":\"new\"}");
        vault.put("cs", Map.of("redis", "new"));
        aws.refuseWith("");
        vault.breakWith(0);
        Await.until(() -> database.value().equals("new") && redis.value().equals("new"));
    }

    @Test
    void theTokenOfVaultMayItselfBeReplaced() throws Exception {
        Secret redis = secrets.secret("redis.password", "vault:secret/data/cs#redis");

        vault.allow("hvs.second", "");
        vault.revoke("hvs.first");
        mount.update(Map.of("vault-token", "hvs.second\n"));
        vault.put("cs", Map.of("redis", "new"));

        Await.until(() -> redis.value().equals("new"));
    }

    @Test
    void theTokenOfVaultIsNotKeptInVault() {
        Secrets circular = secrets("vault:secret/data/cs#token", new PrometheusRegistry());
        try {
            assertThatThrownBy(
                            () -> circular.secret("redis.password", "vault:secret/data/cs#redis"))
                    .hasMessageContaining("secrets.vault.token has to be the token, or file:");
        } finally {
            circular.stop();
        }
    }

    private double failures(String source) {
        return registry.scrape(name -> name.startsWith("secret_refresh_failures")).stream()
                .map(CounterSnapshot.class::cast)
                .flatMap(found -> found.getDataPoints().stream())
                .filter(point -> source.equals(point.getLabels().get("source")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }
}
