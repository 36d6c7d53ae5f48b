package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The command {@code job} as Dropwizard runs it. */
class JobCommandIT {
    private static TestDatabase database;
    @TempDir static Path folder;
    private static CommandRun commands;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
        commands =
                new CommandRun(
                        database,
                        folder,
                        (out, err) -> new JobCommand(Clock.systemUTC(), out, err));
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void listShowsWhatFailedAndRetryRunsItAgainForItsPrincipalOnce() {
        String failed = failedJobOf("system");
        assertThat(commands.run("job", "list").out())
                .containsPattern(
                        failed + " +churn_model_training +system .* no +the disk was full");

        CommandRun.Ended retried = commands.run("job", "retry", "--id", failed);
        assertThat(retried.failure()).isEmpty();
        assertThat(retried.out()).matches("job_\\w+ runs " + failed + " again, for system\n");
        String again = retried.out().substring(0, retried.out().indexOf(' '));
        assertThat(
                        value(
                                "select concat_ws(' ', principal, status, arguments, retry_of) from"
                                        + " jobs where job_id = '%s'".formatted(again)))
                .isEqualTo("system queued {\"trained_on\": \"2026-11-01\"} " + failed);
        assertThat(
                        value(
                                "select array_to_string(object_ids, ' ') from audit_log where '%s' ="
                                                .formatted(failed)
                                        + " any(object_ids)"))
                .isEqualTo(again + " " + failed);

        CommandRun.Ended once = commands.run("job", "retry", "--id", failed);
        assertThat(once.failure()).isPresent();
        assertThat(once.err()).contains("was asked for again already: " + again + " is queued");
        assertThat(commands.run("job", "list").out()).contains(again + " queued");
    }

    @Test
    void retryRefusesWhoseKeyHasEnded() {
        String failed = failedJobOf("key_gone");
        CommandRun.Ended refused = commands.run("job", "retry", "--id", failed);
        assertThat(refused.failure()).isPresent();
        assertThat(refused.err()).contains("key_gone, which asked for it, has no active key");
        assertThat(database.count("jobs where retry_of = '%s'".formatted(failed))).isZero();
    }

    @Test
    void retryGoesByAnyGoodKeyOfThePrincipal() {
        ApiKeys keys = new ApiKeys(database.database(), Clock.systemUTC());
        String first = keys.create("test", Set.of(Scope.CS_ADMIN), 600, null).key().keyId();
        keys.rotate(first, Duration.ZERO).orElseThrow();
        String failed = failedJobOf(first);
        CommandRun.Ended retried = commands.run("job", "retry", "--id", failed);
        assertThat(retried.out())
                .matches("job_\\w+ runs " + failed + " again, for " + first + "\n");
    }

    private static String failedJobOf(String principal) {
        String jobId = TypeId.next("job");
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        """
                                        insert into jobs (job_id, tool, arguments, arguments_hash, principal, status, error,
                                            submitted_at, finished_at, expires_at)
                                        values (?, 'churn_model_training', '{"trained_on": "2026-11-01"}', ?, ?, 'failed',
                                            '{"code": "internal", "message": "the disk was full", "retryable": true}',
                                            now(), now(), now() + interval '1 day')
                                        """,
                                        jobId,
                                        CanonicalJson.hash(
                                                Json.tree(Map.of("trained_on", "2026-11-01")),
                                                Set.of()),
                                        principal));
        return jobId;
    }

    private static String value(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
