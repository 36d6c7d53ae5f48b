package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.util.Duration;
import io.os199.cs.platform.config.AwsConfig;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.config.VaultSecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.MountedSecrets;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Redis whose passwords change while it is in use. */
class RedisRotationTest {
    private final TestRedis server = TestRedis.start();
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final RedisClient operator =
            RedisClient.builder()
                    .hostAndPort(new HostAndPort(server.host(), server.port()))
                    .clientConfig(
                            DefaultJedisClientConfig.builder()
                                    .user("operator")
                                    .password("operator")
                                    .build())
                    .build();
    private Secrets secrets;
    private Redis redis;

    @TempDir private Path folder;

    RedisRotationTest() {
        try (RedisClient first = RedisClient.create(server.host(), server.port())) {
            command(
                    first,
                    Protocol.Command.ACL,
                    "setuser",
                    "operator",
                    "on",
                    ">operator",
                    "~*",
                    "&*",
                    "+@all");
        }
    }

    @AfterEach
    void stop() {
        redis.close();
        secrets.stop();
        operator.close();
        server.close();
    }

    /** The poll is minutes away: only the refusal can bring in the new password. */
    @Test
    void aRefusedPasswordIsReadAnew() throws Exception {
        MountedSecrets mount = new MountedSecrets(folder);
        operator.configSet("requirepass", "first");
        mount.update(Map.of("password", "first"));
        connect(Duration.minutes(10), new RedisConfig(server.host(), server.port(), "", ""), mount);
        assertThat(answers()).isTrue();

        mount.update(Map.of("password", "second"));
        operator.configSet("requirepass", "second");
        killConnections();

        Await.until(
                () -> {
                    clock.advance(java.time.Duration.ofSeconds(6));
                    return answers();
                });
    }

    @Test
    void thePollBringsInTheNewPasswordOfAUser() throws Exception {
        MountedSecrets mount = new MountedSecrets(folder);
        setUser("first");
        mount.update(Map.of("password", "first"));
        connect(
                Duration.seconds(1),
                new RedisConfig(server.host(), server.port(), "cs", ""),
                mount);
        assertThat(answers()).isTrue();
        long before = connections();

        setUser("second");
        mount.update(Map.of("password", "second"));

        // The idle connection is closed, so that none with the old password stays.
        Await.until(() -> connections() < before);
        assertThat(answers()).isTrue();
    }

    private void connect(Duration refresh, RedisConfig config, MountedSecrets mount) {
        secrets =
                new Secrets(
                        new SecretsConfig(
                                "",
                                List.of(),
                                refresh,
                                AwsConfig.usual(),
                                VaultSecretsConfig.none()),
                        new PrometheusRegistry(),
                        OutsideCalls.unwatched(),
                        clock);
        secrets.start();
        Login login = Login.of(secrets, "redis", config.user(), mount.reference("password"));
        redis = Redis.at(config, login, clock);
    }

    private boolean answers() {
        return "PONG".equals(redis.ask(RedisClient::ping));
    }

    private void setUser(String password) {
        command(
                operator,
                Protocol.Command.ACL,
                "setuser",
                "cs",
                "on",
                "resetpass",
                ">" + password,
                "~*",
                "&*",
                "+@all");
    }

    private void killConnections() {
        command(operator, Protocol.Command.CLIENT, "kill", "user", "default");
    }

    private long connections() {
        byte[] list = (byte[]) command(operator, Protocol.Command.CLIENT, "list");
        return new String(list, java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("user=cs"))
                .count();
    }

    private static Object command(
            RedisClient client, Protocol.Command command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String each : arguments) {
            all.add(each);
        }
        return client.executeCommand(all);
    }
}
