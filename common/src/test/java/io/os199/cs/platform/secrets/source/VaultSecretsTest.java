package io.os199.cs.platform.secrets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.config.VaultSecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.OutsideFigures;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The real client of Vault, against a stub. */
class VaultSecretsTest {
    private static final String TOKEN = "hvs.agent";
    private static final String PATH = "secret/data/cs/production";

    private final SecretReference password =
            SecretReference.parse("vault:" + PATH + "#password").orElseThrow();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OutsideCalls calls = new OutsideCalls(registry, Tracing.off());
    private StubVault vault;

    @TempDir private Path folder;

    @BeforeEach
    void start() throws Exception {
        vault = new StubVault();
        vault.allow(TOKEN, "");
        vault.put("cs/production", Map.of("user", "cs", "password", "old-secret", "port", 5432));
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void readsTheVersionThatIsThereNow() throws Exception {
        VaultSecrets source = withToken(TOKEN);
        assertThat(password.pick(source.read(PATH))).isEqualTo("old-secret");

        vault.put("cs/production", Map.of("password", "new \"secret\" with \\ and ü"));
        assertThat(password.pick(source.read(PATH))).isEqualTo("new \"secret\" with \\ and ü");
    }

    @Test
    void asksInItsNamespace() throws Exception {
        vault.allow(TOKEN, "team/cs");
        VaultSecrets source =
                new VaultSecrets(config(vault.address(), "team/cs", ""), () -> TOKEN, calls);
        assertThat(password.pick(source.read(PATH))).isEqualTo("old-secret");
    }

    @Test
    void aServiceAccountLogsInAndAgainWhenItsLoginHasEnded() throws Exception {
        vault.bind("jwt-1");
        VaultSecrets source = withServiceAccount("jwt-1\n");
        assertThat(password.pick(source.read(PATH))).isEqualTo("old-secret");
        source.read(PATH);
        assertThat(vault.loginCount()).isEqualTo(1);

        vault.revoke("hvs.login-1");
        vault.bind("jwt-2");
        Files.writeString(folder.resolve("token"), "jwt-2");
        assertThat(password.pick(source.read(PATH))).isEqualTo("old-secret");
        assertThat(vault.loginCount()).isEqualTo(2);
        assertThat(OutsideFigures.calls(registry, "vault"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("200", 5L, "403", 1L));
    }

    @Test
    void aRefusalSaysWhatToDoAndNothingOfTheSecret() throws Exception {
        assertThatThrownBy(() -> withToken("hvs.expired").read(PATH))
                .hasMessageStartingWith("Vault allows no access: give a token that is valid");
        assertThatThrownBy(() -> withToken(TOKEN).read("secret/data/nothing"))
                .hasMessageStartingWith("there is no such secret: write it, or correct the path");
        assertThatThrownBy(() -> withServiceAccount("jwt-of-nobody").read(PATH))
                .hasMessage(
                        "Vault does not let the service account in as cs: bind it to the role at"
                                + " auth/kubernetes");
        vault.breakWith(500);
        assertThatThrownBy(() -> withToken(TOKEN).read(PATH))
                .hasMessage("Vault refused with status 500");
        assertThatThrownBy(() -> new VaultSecrets(config("", "", ""), () -> TOKEN, calls))
                .hasMessageContaining("set secrets.vault.address");
        assertThatThrownBy(() -> new VaultSecrets(config("http://a", "", ""), () -> "", calls))
                .hasMessageContaining("secrets.vault.kubernetesRole");
    }

    @Test
    void aVaultThatDoesNotAnswerIsGivenUp() throws Exception {
        vault.fallSilent();
        long began = System.nanoTime();
        assertThatThrownBy(() -> withToken(TOKEN).read(PATH))
                .hasMessageStartingWith("Vault does not answer (HttpTimeoutException)");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

        String address = vault.address();
        vault.close();
        assertThatThrownBy(
                        () ->
                                new VaultSecrets(config(address, "", ""), () -> TOKEN, calls)
                                        .read(PATH))
                .hasMessageStartingWith("Vault does not answer (");
        assertThat(OutsideFigures.calls(registry, "vault"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("timeout", 1L, "connect_error", 1L));
    }

    private VaultSecrets withToken(String token) throws UnreadableSecretException {
        return new VaultSecrets(config(vault.address(), "", ""), () -> token, calls);
    }

    private VaultSecrets withServiceAccount(String account) throws Exception {
        Files.writeString(folder.resolve("token"), account);
        return new VaultSecrets(config(vault.address(), "", "cs"), () -> "", calls);
    }

    private VaultSecretsConfig config(String address, String namespace, String role) {
        return new VaultSecretsConfig(
                address, namespace, "", role, "kubernetes", folder.resolve("token").toString());
    }
}
