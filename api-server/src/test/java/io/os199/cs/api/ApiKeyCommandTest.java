package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command {@code api-key} as it is called from a shell. */
class ApiKeyCommandTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir static Path folder;
    private static TestDatabase database;
    private static Path config;

    private record Ended(boolean failed, String out, String err) {
        /** Returns what a script's {@code $(...)} would get. */
        String lastLine() {
            return out.lines().toList().getLast();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create();
        config =
                Files.writeString(
                        folder.resolve("config.yml"),
                        """
                        database:
                          driverClass: org.postgresql.Driver
                          url: "%s"
                        """
                                .formatted(database.url()));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void showsTheSecretOfANewKeyOnceAndAlone() {
        Ended made = run("create", "--name", "nightly export", "--scopes", "cs:read,pii:read");
        assertThat(made.failed()).as(made.err()).isFalse();
        assertThat(made.out()).matches("cs199_[A-Za-z0-9_-]{43}\\R");
        assertThat(made.err())
                .contains("nightly export", "cs:read pii:read", "600 calls a minute", "never")
                .doesNotContain(made.lastLine());
        assertThat(authenticated(made.lastLine()).scopes())
                .containsExactlyInAnyOrder(Scope.CS_READ, Scope.PII_READ);

        Ended listed = run("list");
        assertThat(listed.out()).contains("nightly export").doesNotContain("cs199_");
    }

    @Test
    void listsWhatIsKnownOfKeys() {
        String date = LocalDate.now(CLOCK).plusDays(400).toString();
        Ended made =
                run(
                        "create",
                        "--name",
                        "dated",
                        "--scopes",
                        "cs:send",
                        "--expires",
                        date,
                        "--rate-limit",
                        "7");
        assertThat(line("dated")).contains("cs:send", " 7 ", date + "T00:00Z", "never", "active");
        authenticated(made.lastLine());
        assertThat(line("dated")).doesNotContain("never").endsWith("active");
        assertThat(run("list").out().lines().toList().getFirst())
                .matches("ID +PRINCIPAL +NAME +SCOPES +PER MIN +CREATED +EXPIRES +LAST USE +STATE");
    }

    /** Nothing lets a key live longer than originally set. */
    @Test
    void rotatingSaysWhenTheKeyReallyEnds() {
        Ended made = run("create", "--name", "short", "--scopes", "cs:read", "--expires", "6d");
        String id = authenticated(made.lastLine()).credential();
        String end =
                database.text(
                        """
                        select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') from api_keys
                        where name = 'short'
                        """);
        assertThat(run("rotate", id, "--overlap", "7d").err()).contains("ends itself at " + end);
    }

    @Test
    void rotatesAndRevokes() {
        String old = run("create", "--name", "turning", "--scopes", "cs:write").lastLine();
        String id = authenticated(old).id();
        Ended rotated = run("rotate", id, "--overlap", "0h");
        assertThat(rotated.failed()).as(rotated.err()).isFalse();
        assertThat(keys().authenticate(old)).isEmpty();
        String nextId = authenticated(rotated.lastLine()).credential();
        assertThat(rotated.err()).contains(id, nextId);
        assertThat(line(nextId)).contains(id);

        Ended revoked = run("revoke", nextId);
        assertThat(revoked.failed()).as(revoked.err()).isFalse();
        assertThat(revoked.out()).isEmpty();
        assertThat(keys().authenticate(rotated.lastLine())).isEmpty();
        assertThat(line(nextId)).endsWith("revoked");
        assertThat(line(id)).startsWith(id).endsWith("expired");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    create --scopes cs:read                            | --name takes
                    create --name x                                    | --scopes takes the rights
                    create --name x --scopes cs:rite                   | cs:rite is no scope: use of cs:read
                    create --name x --scopes cs:read --expires 1999-01-01 | --expires takes a span as 90d
                    create --name x --scopes cs:read --expires 0d      | --expires takes
                    create --name x --scopes cs:read --expires soon    | --expires takes
                    create --name x --scopes cs:read --rate-limit 0    | --rate-limit takes the calls
                    create --name x --scopes cs:read --rate-limit many | --rate-limit takes
                    rotate key_none                                    | no active key: api-key list
                    rotate key_none --overlap 91d                      | --overlap takes a span of at most
                    revoke key_none                                    | api-key list shows
                    rotate                                             | rotate takes the KEY_ID
                    """)
    void saysInOneSentenceWhatToSendInstead(String words, String sentence) {
        int before = run("list").out().lines().toList().size();
        Ended refused = run(words.split(" "));
        assertThat(refused.failed()).isTrue();
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).hasLineCount(1).startsWith("cs-mcp: ").contains(sentence);
        assertThat(run("list").out().lines()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"create --nmae x, --nmae", "make, make"})
    void refusesWhatIsNoCommand(String words, String mistake) {
        Ended refused = run(words.split(" "));
        assertThat(refused.failed()).isTrue();
        assertThat(refused.err().lines().findFirst().orElseThrow()).contains(mistake);
    }

    @Test
    void saysThatThereIsNoDatabase() throws IOException {
        Path nowhere =
                Files.writeString(
                        folder.resolve("nowhere.yml"),
                        Files.readString(config)
                                .replaceFirst(
                                        "postgresql://[^?\"]*", "postgresql://127.0.0.1:1/cs"));
        Ended refused = run("list", "--config", nowhere.toString());
        assertThat(refused.failed()).isTrue();
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("database cannot be used", "./cs-mcp up", "CS_DATABASE_URL");
    }

    private static ApiKeys keys() {
        return new ApiKeys(database.database(), CLOCK);
    }

    private static Principal authenticated(String secret) {
        return keys().authenticate(secret).orElseThrow();
    }

    private static String line(String part) {
        return run("list")
                .out()
                .lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static Ended run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Bootstrap<ServiceConfiguration> bootstrap = new Bootstrap<>(new ApiServer());
        ServiceConfiguration.readEnvironment(bootstrap);
        bootstrap.addCommand(
                new ApiKeyCommand(
                        CLOCK, new PrintStream(out, true, StandardCharsets.UTF_8), errors));
        List<String> arguments = new ArrayList<>(List.of("api-key"));
        arguments.addAll(Arrays.asList(words));
        if (!arguments.contains("--config")) {
            arguments.addAll(2, List.of("--config", config.toString()));
        }
        boolean failed =
                new Cli(new JarLocation(ApiServer.class), bootstrap, out, errors)
                        .run(arguments.toArray(String[]::new))
                        .isPresent();
        return new Ended(
                failed, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
