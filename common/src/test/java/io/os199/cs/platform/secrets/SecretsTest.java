package io.os199.cs.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.testing.TestClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Secrets in files: read, read again, kept when reading fails, and never revealed. */
class SecretsTest {
    private static final String OLD = "old-and-very-secret";
    private static final String NEW = "new-and-very-secret";

    @TempDir private Path folder;

    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Secrets secrets =
            new Secrets(SecretsConfig.none(), registry, OutsideCalls.unwatched(), clock);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Secrets.class.getPackageName())).setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        secrets.stop();
    }

    @Test
    void aTextThatRefersToNothingIsTheSecret() {
        assertThat(secrets.secret("redis.password", "p:a#ss").value()).isEqualTo("p:a#ss");
        assertThat(secrets.secret("redis.password", null).value()).isEmpty();
    }

    @Test
    void aFileIsReadWithoutItsLineEndAndAJsonFileByKey() throws Exception {
        Files.writeString(folder.resolve("text"), " word \n");
        Files.writeString(folder.resolve("json"), "{\"password\": \"p\", \"port\": 5432}");

        assertThat(secrets.secret("a", "file:" + folder.resolve("text")).value())
                .isEqualTo(" word ");
        assertThat(secrets.secret("b", "file:" + folder.resolve("json") + "#password").value())
                .isEqualTo("p");
        assertThat(secrets.secret("c", "file:" + folder.resolve("json") + "#port").value())
                .isEqualTo("5432");
    }

    @Test
    void whatCannotBeHadIsSaidWithFieldPlaceAndRemedyAndNoValue() throws Exception {
        Path kept = Files.writeString(folder.resolve("kept"), OLD);
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path json = Files.writeString(folder.resolve("json"), "{\"user\": \"" + OLD + "\"}");

        assertRefused("file:/no/such/file", "there is no such file: mount it");
        assertRefused("file:" + folder, "no file that can be read");
        assertRefused("file:" + empty, "it is empty: store a value");
        assertRefused("file:" + kept + "#password", "not a JSON object: leave out #password");
        assertRefused("file:" + json + "#password", "no key password: store one");
        assertThatThrownBy(() -> secrets.secret("secrets.sealingKey", "file:" + kept, 64))
                .hasMessageContaining("too short: store at least 64 bytes")
                .hasMessageNotContaining(OLD);
        assertThatThrownBy(() -> secrets.secret("redis.password", "file:"))
                .hasMessage(
                        "redis.password: file: has to be followed by a path, and # by a key:"
                                + " file:path#key");
        assertThatThrownBy(() -> secrets.secret("redis.password", "vault:secret/data/cs"))
                .hasMessageContaining("vault:secret/data/cs#key");
        assertRefused("vault:secret/data/cs#a", "set secrets.vault.address");
    }

    private void assertRefused(String reference, String why) {
        assertThatThrownBy(() -> secrets.secret("redis.password", reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "redis.password refers to " + reference + ", which cannot be read: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining(OLD)
                .hasNoCause();
    }

    @Test
    void userAndPasswordOfOneSecretChangeTogetherOrNotAtAll() throws Exception {
        Path json = folder.resolve("json");
        Files.writeString(json, "{\"user\": \"a\", \"password\": \"" + OLD + "\"}");
        Login login =
                Login.of(
                        secrets,
                        "database",
                        "file:" + json + "#user",
                        "file:" + json + "#password");

        Files.writeString(json, "{\"user\": \"b\"}");
        assertThat(login.renew(login.current())).isFalse();
        assertThat(login.current().user()).isEqualTo("a");

        Files.writeString(json, "{\"user\": \"b\", \"password\": \"" + NEW + "\"}");
        assertThat(login.renew(login.current())).isTrue();
        assertThat(login.current()).isEqualTo(new Login.Credentials("b", NEW));
    }

    @Test
    void aSourceThatFailsKeepsTheLastValueAndWarnsOnce() {
        MountedSecrets mount = new MountedSecrets(folder);
        mount.update(Map.of("password", OLD));
        Secret secret = secrets.secret("redis.password", mount.reference("password"));
        clock.advance(Duration.ofMinutes(10));

        mount.update(Map.of("password", ""));
        reread(secret);
        reread(secret);

        assertThat(secret.value()).isEqualTo(OLD);
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().getFirst())
                .contains("redis.password (" + mount.reference("password") + ")", "it is empty");
        assertThat(failures()).isEqualTo(2);
        assertThat(lastRead()).isEqualTo(clock.instant().getEpochSecond() - 600.0);

        mount.update(Map.of("password", NEW));
        reread(secret);

        assertThat(secret.value()).isEqualTo(NEW);
        assertThat(lastRead()).isEqualTo((double) clock.instant().getEpochSecond());
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .anyMatch(line -> line.contains("another value is used"))
                .noneMatch(line -> line.contains(OLD) || line.contains(NEW));
    }

    @Test
    void whoeverUsesASecretIsToldOfAnother() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), OLD);
        Secret secret = secrets.secret("redis.password", "file:" + file);
        CountDownLatch told = new CountDownLatch(1);
        secrets.onChange(
                List.of(secret),
                () -> {
                    throw new IllegalStateException("this one fails");
                });
        secrets.onChange(List.of(secret), told::countDown);

        Files.writeString(file, NEW);
        reread(secret);

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), OLD);
        Secret secret = secrets.secret("redis.password", "file:" + file);
        Login login = Login.of(secrets, "redis", "me", "file:" + file);

        assertThat(List.of(secret, login, login.current(), secrets).toString())
                .contains("redis.password (file:", "Credentials[me]")
                .doesNotContain(OLD);
    }

    private void reread(Secret secret) {
        secrets.reread(List.of(secret), System.nanoTime());
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private double failures() {
        return registry.scrape(name -> name.startsWith("secret_refresh_failures")).stream()
                .map(CounterSnapshot.class::cast)
                .mapToDouble(found -> found.getDataPoints().getFirst().getValue())
                .sum();
    }

    private double lastRead() {
        return registry.scrape("secret_last_read_timestamp_seconds"::equals).stream()
                .map(GaugeSnapshot.class::cast)
                .mapToDouble(found -> found.getDataPoints().getFirst().getValue())
                .sum();
    }
}
