package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.config.Variables;
import io.os199.cs.platform.secrets.MountedSecrets;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.testing.TestRedis;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product's {@code config.yml} with its secrets kept in files, up to what depends on them. */
class SecretsInConfigurationDaoTest {
    private static final String PREVIOUS_KEY = "a previous sealing key nobody may see";
    private static final String OLD_KEY = "the old key, which nobody may see";
    private static final String NEW_KEY = "the new key, which nobody may see";

    @TempDir private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final TestRedis redis = TestRedis.start();
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final Environment environment = new Environment("test");
    private final Map<String, String> variables = new HashMap<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private MountedSecrets mount;

    @BeforeEach
    void mount() {
        log.start();
        ((Logger) LoggerFactory.getLogger("io.os199.cs.platform.secrets")).setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
        mount = new MountedSecrets(folder);
        mount.update(files(OLD_KEY));
        String url = database.url();
        variables.put("CS_DATABASE_URL", url.substring(0, url.indexOf('?')));
        variables.put("CS_DATABASE_USER", mount.reference("user"));
        variables.put("CS_DATABASE_PASSWORD", mount.reference("password"));
        variables.put("CS_READ_DATABASE_USER", mount.reference("reader.json") + "#user");
        variables.put("CS_READ_DATABASE_PASSWORD", mount.reference("reader.json") + "#password");
        variables.put("CS_REDIS_HOST", redis.host());
        variables.put("CS_REDIS_PORT", Integer.toString(redis.port()));
        variables.put("CS_SEALING_KEY", mount.reference("sealing-key"));
        variables.put("CS_PREVIOUS_SEALING_KEYS", "[\"" + mount.reference("previous-key") + "\"]");
        variables.put("CS_SECRETS_REFRESH", "1s");
    }

    private static Map<String, String> files(String sealingKey) {
        return Map.of(
                "user", "cs_test_service\n",
                "password", "cs_test_service\n",
                "reader.json",
                        "{\"user\":\"cs_test_read_only\",\"password\":\"cs_test_read_only\"}",
                "sealing-key", sealingKey,
                "previous-key", PREVIOUS_KEY);
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : environment.lifecycle().getManagedObjects().reversed()) {
            each.stop();
        }
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        redis.close();
        database.close();
    }

    @Test
    void whatStandsOnThemFollowsThemAndNothingPrintsThem() throws Exception {
        ServiceConfiguration configuration = configuration();
        Platform platform = Platform.open(configuration, environment, clock, Duration.ofMinutes(1));
        for (var each : environment.lifecycle().getManagedObjects()) {
            each.start();
        }
        assertThat(platform.database().<String>write(tx -> user(tx.dao(UserDao.class))))
                .isEqualTo("cs_test_service");
        assertThat(platform.database().<String>read(tx -> user(tx.dao(UserDao.class))))
                .isEqualTo("cs_test_read_only");
        String sealed = platform.sealer().seal("session", "text");
        assertThat(new Sealer(OLD_KEY).open("session", sealed)).hasValue("text");
        String earlier = new Sealer(PREVIOUS_KEY).seal("session", "earlier");
        assertThat(platform.sealer().open("session", earlier)).hasValue("earlier");

        mount.update(files(NEW_KEY));

        String theirs = new Sealer(NEW_KEY).seal("session", "theirs");
        Await.until(() -> platform.sealer().open("session", theirs).isPresent());
        clock.advance(Duration.ofSeconds(3));
        String after = platform.sealer().seal("session", "text");
        assertThat(new Sealer(NEW_KEY).open("session", after)).hasValue("text");
        assertThat(platform.sealer().open("session", sealed)).hasValue("text");

        assertThat(
                        List.of(
                                        platform,
                                        configuration,
                                        configuration.secrets(),
                                        configuration.redis(),
                                        configuration.worker(),
                                        configuration.migration(),
                                        configuration.database())
                                .toString())
                .doesNotContain("nobody may see");
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .anyMatch(line -> line.contains("secrets.sealingKey (file:"))
                .noneMatch(line -> line.contains("nobody may see"));
    }

    @Test
    void aSecretThatIsNotThereStopsTheStartWithASentence() throws Exception {
        variables.put("CS_SEALING_KEY", "file:" + folder.resolve("nothing"));
        ServiceConfiguration configuration = configuration();
        assertThatThrownBy(
                        () ->
                                Platform.open(
                                        configuration, environment, clock, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "secrets.sealingKey refers to file:%s, which cannot be read: there is no such file: mount it, or correct the path"
                                .formatted(folder.resolve("nothing")));
    }

    /** A YAML parser would print a line that it does not understand. */
    @Test
    void aPasswordMayHoldAnyCharacter() throws Exception {
        for (String password :
                List.of("a\"b", "a\\b", "a: #b", "${CS_REDIS_HOST}", "é\n\t'", "%")) {
            variables.put("CS_DATABASE_PASSWORD", password);
            assertThat(configuration().database().getPassword()).isEqualTo(password);
        }
        variables.remove("CS_DATABASE_PASSWORD");
        assertThat(configuration().database().getPassword()).isEmpty();
    }

    private ServiceConfiguration configuration() throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(
                        ServiceConfiguration.class,
                        Validators.newValidator(),
                        Jackson.newObjectMapper(),
                        "dw")
                .build(
                        new SubstitutingSourceProvider(
                                new FileConfigurationSourceProvider(),
                                new Variables(variables::get)),
                        Path.of("..", "config.yml").toString());
    }

    interface UserDao {
        @org.jdbi.v3.sqlobject.statement.SqlQuery("select current_user")
        String user();
    }

    private static String user(UserDao dao) {
        return dao.user();
    }
}
