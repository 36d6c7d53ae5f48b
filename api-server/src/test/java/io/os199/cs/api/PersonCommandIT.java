package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.person.PlantedPerson;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The command {@code person} as Dropwizard runs it, on a person in every table. */
class PersonCommandIT {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir Path folder;
    private final TestDatabase database = TestDatabase.create();
    private final TestRedis redis = TestRedis.start();
    private CommandRun commands;

    @BeforeEach
    void plant() throws Exception {
        PlantedPerson.in(database);
        commands =
                new CommandRun(
                        database,
                        folder,
                        """
                        redis:
                          host: %s
                          port: %d
                        """
                                .formatted(redis.host(), redis.port()),
                        (out, err) -> new PersonCommand(CLOCK, out, err));
    }

    @AfterEach
    void stop() {
        redis.close();
        database.close();
    }

    private record Kept(int number) {}

    @Test
    void eraseTriesFirstAndThenLeavesTheSuppressionAlone() {
        Map<String, Long> planted = PlantedPerson.traces(database);
        AtomicInteger computed = new AtomicInteger();
        try (Redis connection = Redis.at(new RedisConfig(redis.host(), redis.port(), ""), CLOCK)) {
            ClientAnswers answers =
                    new ClientAnswers(
                            new Cache(
                                    connection,
                                    new CacheMetrics(new PrometheusRegistry()),
                                    Tracing.off()));
            assertThat(kept(answers, computed)).isEqualTo(1);

            CommandRun.Ended tried =
                    commands.run("person", "erase", "--email", "Ada.Quill@PLANTED.example");
            assertThat(tried.failure()).isEmpty();
            assertThat(tried.out())
                    .containsPattern("contacts +1 +\\d+ +email: replaced by a pseudonym; name")
                    .contains("email_suppressions stays: the person must not be mailed again")
                    .endsWith("Nothing was changed: --yes does it.\n");
            assertThat(PlantedPerson.traces(database)).isEqualTo(planted);
            assertThat(kept(answers, computed)).isEqualTo(1);

            CommandRun.Ended erased =
                    commands.run("person", "erase", "--email", PlantedPerson.ADDRESS, "--yes");
            assertThat(erased.failure()).isEmpty();
            assertThat(erased.err()).isEmpty();
            assertThat(erased.out()).containsPattern("Erased, as erasure_\\w+\\.\n$");
            assertThat(PlantedPerson.traces(database))
                    .isEqualTo(Map.of("public.email_suppressions", 2L));
            assertThat(kept(answers, computed)).isEqualTo(2);
        }
        CommandRun.Ended again =
                commands.run("person", "erase", "--email", PlantedPerson.ADDRESS, "--yes");
        assertThat(again.failure()).isEmpty();
        assertThat(again.out()).startsWith("There is nothing to erase of this address any more.\n");
    }

    private static int kept(ClientAnswers answers, AtomicInteger computed) {
        return answers.list("page", Kept.class, () -> new Kept(computed.incrementAndGet()))
                .number();
    }

    @Test
    void eraseSaysWhereKeptAnswersCouldNotBeDropped() {
        redis.stop();
        CommandRun.Ended erased =
                commands.run("person", "erase", "--email", PlantedPerson.ADDRESS, "--yes");
        assertThat(erased.failure()).isEmpty();
        assertThat(erased.err()).contains("Redis does not answer");
        assertThat(PlantedPerson.traces(database)).hasSize(1);
    }

    @Test
    void eraseTakesMoreNamesAsOftenAsTheyAreGiven() {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "update escalations set title = 'Ada Byron, call 555"
                                                + " 0199'"));
        String[] erase = {
            "person",
            "erase",
            "--email",
            PlantedPerson.ADDRESS,
            "--also",
            "555 0199",
            "--also",
            "Ada Byron"
        };
        assertThat(commands.run(erase).failure()).isEmpty();
        assertThat(title()).isEqualTo("Ada Byron, call 555 0199");
        assertThat(
                        commands.run(
                                        Stream.concat(Stream.of(erase), Stream.of("--yes"))
                                                .toArray(String[]::new))
                                .failure())
                .isEmpty();
        assertThat(title()).matches("(Erased person \\w+), call \\1");
    }

    private String title() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select title from escalations")
                                        .mapTo(String.class)
                                        .one());
    }

    @Test
    void eraseRefusesWhoIsNotKnownAndWhoMayBeSeveral() {
        CommandRun.Ended unknown =
                commands.run("person", "erase", "--email", "nobody@nowhere.example", "--yes");
        assertThat(unknown.failure()).isPresent();
        assertThat(unknown.err()).contains("cs-mcp: nothing is stored of this address");

        database.jdbi()
                .useHandle(
                        handle -> handle.execute("update tickets set requester_name = 'Bo Finch'"));
        CommandRun.Ended several =
                commands.run("person", "erase", "--email", PlantedPerson.ADDRESS, "--yes");
        assertThat(several.failure()).isPresent();
        assertThat(several.err()).contains("names of several persons").doesNotContain("Finch");
        assertThat(PlantedPerson.traces(database)).containsKey("public.contacts");

        CommandRun.Ended one =
                commands.run(
                        "person",
                        "erase",
                        "--email",
                        PlantedPerson.ADDRESS,
                        "--one-person",
                        "--yes");
        assertThat(one.failure()).isEmpty();
        assertThat(database.count("tickets where requester_name like 'Erased person %'"))
                .isEqualTo(1);
        assertThat(PlantedPerson.traces(database)).hasSize(1);
    }

    @Test
    void showTellsTheRowsAsJson() {
        CommandRun.Ended shown =
                commands.run(
                        "person", "show", "--email", PlantedPerson.ADDRESS, "--format", "json");
        assertThat(shown.failure()).isEmpty();
        JsonNode told = Json.read(shown.out(), JsonNode.class);
        assertThat(told.at("/client_ids/0").textValue()).isEqualTo("client_planted");
        assertThat(told.path("tables"))
                .anySatisfy(
                        table -> {
                            assertThat(table.path("table").textValue()).isEqualTo("contacts");
                            assertThat(table.at("/rows/0/email").textValue())
                                    .isEqualToIgnoringCase(PlantedPerson.ADDRESS);
                        });
        assertThat(commands.run("person", "show", "--email", "nobody@nowhere.example").out())
                .isEqualTo("Nothing of this address is stored.\n");
        CommandRun.Ended wrong = commands.run("person", "show", "--email", "ada");
        assertThat(wrong.failure()).isPresent();
        assertThat(wrong.err()).contains("--email takes a mail address");
    }
}
