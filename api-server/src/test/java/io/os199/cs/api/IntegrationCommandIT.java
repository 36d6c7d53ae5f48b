package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;

/** The command {@code integration} as Dropwizard runs it. */
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
            String shown = command(database, folder).run("integration", "status").out();
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

    /** A check says whether the provider takes our key, not whether it takes our mail. */
    @Test
    void statusShowsThatMailIsRefusedByAServiceThatIsWell(@TempDir Path folder) {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db ->
                                    db.createScript(
                                                    """
                                                    update integrations set enabled = true, state = 'ok' where name = 'sendgrid';
                                                    insert into client_names (client_id, name) values ('client_acme', 'Acme');
                                                    insert into clients (client_id, name, company_name)
                                                    values ('client_acme', 'Acme', '');
                                                    insert into email_campaigns (campaign_id, name, template_type, message_class,
                                                        subject, body_text, sender_email, target, status, held_at)
                                                    select id, 'News', 'product_update', 'marketing', '', '', 'us@example.com', '{}',
                                                        status, held_at::timestamptz
                                                    from (values ('held', 'held', '2026-11-11 10:00:59Z'),
                                                            ('tried', 'sending', '2026-11-11 10:15:00Z'),
                                                            ('well', 'sending', null)) c (id, status, held_at);
                                                    insert into email_messages (client_id, message_id, campaign_id, contact_email,
                                                        subject, status, last_error, next_attempt_at, updated_at)
                                                    select 'client_acme', campaign_id || n, campaign_id, n || '@acme.example', '',
                                                        'queued', error, next::timestamptz, updated::timestamptz
                                                    from email_campaigns,
                                                        (values (1, '403', '2026-11-11 10:15:00Z', '2026-11-11 10:15:00Z'),
                                                            (2, '429', '2026-11-11 10:30:00Z', '2026-11-11 10:00:00Z'),
                                                            (3, null, '2026-11-11 10:45:00Z', '2026-11-11 10:20:00Z'))
                                                            m (n, error, next, updated)
                                                    where held_at is not null;
                                                    """)
                                            .execute());
            CommandRun command = command(database, folder);
            assertThat(command.run("integration", "status").out())
                    .containsPattern("sendgrid +yes +ok ")
                    .endsWith(
                            "Mail of 2 campaigns has been held since 2026-11-11T10:00Z: the mail"
                                    + " provider refuses it (403).\n");
        }
    }

    @Test
    void whatWasGivenUpAndWhatIsNobodysIsWorked(@TempDir Path folder) {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db ->
                                    db.createScript(
                                                    """
                                                    insert into client_names (client_id, name) values ('client_acme', 'Acme');
                                                    insert into clients (client_id, name, company_name)
                                                    values ('client_acme', 'Acme', '');
                                                    update integrations set enabled = true, state = 'ok' where name = 'zendesk';
                                                    insert into integration_outbox (client_id, item_id, integration, operation,
                                                        ref_table, ref_id, state, attempts, next_attempt_at, last_status)
                                                    values ('client_acme', 'item_1', 'zendesk', 'ticket_update', 'tickets', 't1',
                                                        'dead', 12, now(), '503');
                                                    insert into webhook_inbox (source, delivery_id, received_at, body, state,
                                                        attempts, next_attempt_at, processed_at)
                                                    values ('zendesk', 'd1', now(), '{}', 'failed', 8, now(), now());
                                                    insert into integration_unmatched values ('zendesk', 'organization', '7', 3,
                                                        '2026-11-01 10:00:00Z', '2026-11-02 10:00:00Z');
                                                    insert into integration_cursors (name, resource, cursor, complete_to)
                                                    values ('zendesk', 'tickets', 'page', '2026-11-10 10:00:00Z');
                                                    """)
                                            .execute());
            CommandRun command = command(database, folder);
            // Items that were given up count in both directions.
            assertThat(command.run("integration", "status").out())
                    .containsPattern("zendesk +yes +ok +- +- +0 +2 ");
            assertThat(command.run("integration", "unmatched", "zendesk").out())
                    .containsPattern("organization +7 +3 +2026-11-01T10:00Z");
            assertThat(
                            command.run(
                                            "integration",
                                            "map",
                                            "zendesk",
                                            "--kind",
                                            "organization",
                                            "--remote-id",
                                            "7",
                                            "--client",
                                            "Acme")
                                    .out())
                    .isEqualTo("7 is client_acme; it is read again from 2026-11-01T10:00Z.\n");
            assertThat(command.run("integration", "replay", "zendesk", "--id", "item_1").out())
                    .isEqualTo("1 tried again.\n");
            assertThat(command.run("integration", "replay", "zendesk").out())
                    .isEqualTo("1 tried again.\n");
            assertThat(command.run("integration", "status").out())
                    .containsPattern("zendesk +yes +ok +- +- +2 +0 ");
            assertThat(command.run("integration", "replay", "zendesk", "--id", "item_1").err())
                    .contains("nothing that was given up has the id item_1");
            assertThat(command.run("integration", "sync", "zendesk").out())
                    .contains("within about a minute");
            assertThat(command.run("integration", "sync", "mixpanel").err())
                    .contains("mixpanel is off");
            String stored =
                    database.jdbi()
                            .withHandle(
                                    db ->
                                            db.createQuery(
                                                            """
                                                            select (select state || ' ' || attempts from integration_outbox) || ', '
                                                                || (select state || ' ' || attempts from webhook_inbox) || ', '
                                                                || (select client_id || ' ' || set_by from external_refs) || ', '
                                                                || (select count(*) from integration_unmatched) || ', '
                                                                || (select (cursor is null) || ' ' || (complete_to = '2026-11-01 10:00:00Z')
                                                                    from integration_cursors)
                                                            """)
                                                    .mapTo(String.class)
                                                    .one());
            assertThat(stored).isEqualTo("queued 0, new 0, client_acme operator, 0, true true");
        }
    }

    private static CommandRun command(TestDatabase database, Path folder) {
        return new CommandRun(
                database,
                folder,
                (out, err) -> new IntegrationCommand(Clock.systemUTC(), out, err));
    }
}
