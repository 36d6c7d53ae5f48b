package io.os199.cs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.RemoteClients.Unmatched;
import io.os199.cs.integration.SyncCursors.Cursor;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which client a record of an outside service belongs to, and where reading continues once that is known. */
class RemoteClientsTest {
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final RemoteClients clients = new RemoteClients(clock);
    private final SyncCursors cursors = new SyncCursors(clock);

    @BeforeEach
    void plant() {
        server.execute(
                """
                insert into client_names (client_id, name, external_id) values ('client_acme', 'Acme', 'crm-1'),
                    ('client_globex', 'Globex', 'crm-2'), ('client_initech', 'Initech', null)
                """,
                """
                insert into clients (client_id, name, company_name)
                select client_id, name, name from client_names
                """,
                """
                insert into contacts (client_id, contact_id, email, left_company_at) values
                    ('client_acme', 'contact_1', 'Ana@acme.example', null),
                    ('client_globex', 'contact_2', 'cara@example.com', null),
                    ('client_acme', 'contact_3', 'cara@example.com', '2026-01-01'),
                    ('client_globex', 'contact_4', 'both@example.com', null),
                    ('client_initech', 'contact_5', 'both@example.com', null),
                    ('client_initech', 'contact_6', 'gone@example.com', '2026-01-01')
                """,
                """
                insert into external_refs (source, kind, remote_id, client_id, set_by, set_at) values
                    ('zendesk', 'organization', '7', 'client_initech', 'key_1', now()),
                    ('intercom', 'organization', '8', 'client_initech', 'key_1', now())
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatAPersonSaidGoesBeforeTheExternalIdAndThatBeforeTheAddress() {
        assertThat(
                        find(
                                new RemoteKey("7", "crm-1", "ana@acme.example"),
                                new RemoteKey("8", "crm-2", "ana@acme.example"),
                                new RemoteKey("9", "crm-none", " ANA@acme.example "),
                                new RemoteKey("10", null, "cara@example.com"),
                                new RemoteKey("11", null, "both@example.com"),
                                new RemoteKey("12", null, "gone@example.com"),
                                new RemoteKey("13", "Acme", null),
                                new RemoteKey("14\0", "crm-1", "x\0@example.com")))
                .isEqualTo(
                        Map.of(
                                "7", "client_initech",
                                "8", "client_globex",
                                "9", "client_acme",
                                "10", "client_globex",
                                "12", "client_initech",
                                "14", "client_acme"));
    }

    @Test
    void whatIsNobodysIsCountedFromItsEarliestInstant() {
        unmatched(new Unmatched("b", 2, at("09:00")), new Unmatched("a", 1, at("08:00")));
        unmatched(new Unmatched("b", 3, at("07:00")));
        assertThat(
                        server.text(
                                "select string_agg(remote_id || ' ' || row_count || ' ' ||"
                                    + " to_char(first_seen_at at time zone 'UTC', 'HH24:MI'), ', '"
                                    + " order by remote_id) from integration_unmatched"))
                .isEqualTo("a 1 08:00, b 5 07:00");
    }

    @Test
    void aRunWhoseCursorWasSetBackDoesNotMoveItOn() {
        Cursor before = find("tickets");
        assertThat(before).isEqualTo(new Cursor(null, null));
        Cursor place = new Cursor("page 2", null);
        assertThat(advance("tickets", before, place)).isTrue();
        assertThat(advance("tickets", before, new Cursor("page 3", null))).isFalse();
        Cursor read = new Cursor(null, at("09:00"));
        assertThat(advance("tickets", place, read)).isTrue();
        assertThat(advance("users", before, new Cursor("page 9", at("06:00")))).isTrue();
        reread(at("08:00"));
        assertThat(find("tickets")).isEqualTo(new Cursor(null, at("08:00")));
        assertThat(find("users")).isEqualTo(new Cursor(null, at("06:00")));
        assertThat(advance("tickets", read, new Cursor(null, at("10:00")))).isFalse();
        assertThat(find("tickets")).isEqualTo(new Cursor(null, at("08:00")));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-11T" + time + ":00Z");
    }

    private Map<String, String> find(RemoteKey... keys) {
        return server.database()
                .current(
                        tx -> clients.find(tx, Integration.ZENDESK, "organization", List.of(keys)));
    }

    private void unmatched(Unmatched... records) {
        server.database()
                .write(
                        tx -> {
                            clients.unmatched(
                                    tx, Integration.ZENDESK, "organization", List.of(records));
                            return true;
                        });
    }

    private Cursor find(String resource) {
        return server.database().current(tx -> cursors.find(tx, Integration.ZENDESK, resource));
    }

    private boolean advance(String resource, Cursor from, Cursor to) {
        return server.database()
                .write(tx -> cursors.advance(tx, Integration.ZENDESK, resource, from, to));
    }

    private void reread(Instant from) {
        server.database()
                .write(
                        tx -> {
                            cursors.reread(tx, Integration.ZENDESK, from);
                            return true;
                        });
    }
}
