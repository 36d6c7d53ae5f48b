package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;

/** {@code integration} as Dropwizard runs it. */
class IntegrationCommandIT {
    @Test
    void statusShowsHowEachServiceIsAndWhatWaits(@TempDir Path folder) {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                db.execute(
                                        "update integrations set enabled = true, state ="
                                                + " 'auth_failed', last_error_code = '401',"
                                                + " checked_at = '2026-11-11 10:00:59Z' where name"
                                                + " = 'sendgrid'");
                                db.execute(
                                        "insert into webhook_inbox (source, delivery_id,"
                                                + " received_at, body, state, next_attempt_at)"
                                                + " select 'sendgrid', n::text, now(), '{}',"
                                                + " (array['new', 'new', 'failed', 'done'])[n],"
                                                + " now() from generate_series(1, 4) n");
                            });
            String shown =
                    new CommandRun(
                                    database,
                                    folder,
                                    (out, err) ->
                                            new IntegrationCommand(Clock.systemUTC(), out, err))
                            .run("integration", "status")
                            .out();
            assertThat(shown.replaceAll(" +", " "))
                    .isEqualTo(
                            """
                            SERVICE ENABLED STATE CHECKED READ WAITING DEAD WHY
                            intercom no off - - 0 0 -
                            mixpanel no off - - 0 0 -
                            sendgrid yes auth_failed 2026-11-11T10:00Z - 2 1 401
                            zendesk no off - - 0 0 -
                            """);
        }
    }
}
