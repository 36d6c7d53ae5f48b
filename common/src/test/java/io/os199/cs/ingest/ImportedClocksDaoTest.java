package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.TicketList;
import io.os199.cs.support.ticket.TicketSweep;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Tickets from a file get our clock, advanced through what the file says. */
final class ImportedClocksDaoTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    private static final String HEAD =
            "external_id,client,subject,priority,status,opened_at,first_response_at,resolved_at\n";

    private TestDatabase test;
    private TestImports imports;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        imports = new TestImports(test, CLOCK);
        done("clients", "external_id,name\nA-1,Acme\n");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private ImportCounts done(String kind, String file) {
        var record = imports.run(Ask.of(kind), file);
        assertThat(record.state()).as(file).isEqualTo(ImportState.DONE);
        return record.counts();
    }

    /**
     * Returns, for each ticket, the due time, breach and seconds of its first response and its resolution, and since
     * when it has been waiting.
     */
    private List<String> clocks() {
        return test.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                select external_id || ' | ' || concat_ws(' ',
                                                    coalesce(to_char(first_response_due_at, 'DD HH24:MI'), '-'),
                                                    'late ' || to_char(first_response_breached_at, 'DD HH24:MI'),
                                                    first_response_seconds)
                                                    || ' | ' || concat_ws(' ', coalesce(to_char(resolution_due_at, 'DD HH24:MI'), '-'),
                                                    'late ' || to_char(resolution_breached_at, 'DD HH24:MI'), resolution_seconds,
                                                    'waits ' || to_char(sla_paused_at, 'DD HH24:MI'))
                                                from tickets order by external_id
                                                """)
                                        .mapTo(String.class)
                                        .list());
    }

    @Test
    void clocksSayWhatTheFileKnows() {
        done(
                "tickets",
                HEAD
                        + """
                        a,A-1,Down,P1,open,2026-06-15T10:00:00Z,,
                        b,A-1,Down,P0,resolved,2026-06-10T10:00:00Z,2026-06-10T10:04:00Z,2026-06-10T11:30:00Z
                        c,A-1,Slow,P3,resolved,2026-06-12T16:00:00Z,2026-06-15T09:30:00Z,2026-06-15T11:00:00Z
                        d,A-1,Slow,P1,in_progress,2026-06-15T10:00:00Z,,
                        e,A-1,Slow,P1,waiting_on_customer,2026-06-15T10:00:00Z,2026-06-15T10:20:00Z,
                        f,A-1,Slow,P1,resolved,2026-06-15T10:00:00Z,,2026-06-15T11:00:00Z
                        """);
        List<String> clocks =
                List.of(
                        "a | 15 10:15 | 15 14:00",
                        // In time, and half an hour late.
                        "b | 10 10:05 240 | 10 11:00 late 10 11:00 5400",
                        // From Friday 16:00 to 17:00, and on Monday from 09:00 on.
                        "c | 15 12:00 5400 | 16 16:00 10800",
                        // Somebody is working on it: nothing says whether and when the customer
                        // heard.
                        "d | - | 15 14:00",
                        "e | 15 10:15 late 15 10:15 1200 | 15 14:00 waits 15 10:20",
                        "f | - | 15 14:00 3600");
        assertThat(clocks()).isEqualTo(clocks);
        done(
                "tickets",
                HEAD
                        + "a,A-1,Down,P1,resolved,2026-06-15T10:00:00Z,2026-06-15T10:10:00Z,2026-06-15T11:00:00Z\n");
        assertThat(clocks().getFirst()).isEqualTo("a | 15 10:15 600 | 15 14:00 3600");
    }

    @Test
    void whatWasClosedInTimeIsNotLateBecauseNothingSaysWhenItWasResolved() {
        done(
                "tickets",
                HEAD.strip()
                        + ",closed_at\n"
                        + "a,A-1,Slow,P3,closed,2026-06-12T16:00:00Z,,,2026-06-15T11:00:00Z\n");
        Clock later = Clock.fixed(Instant.parse("2026-06-18T12:00:00Z"), ZoneOffset.UTC);
        new TicketSweep(
                        test.database(),
                        new Timeline(),
                        new AuditLog(later),
                        ClientAnswers.unkept(),
                        later)
                .clocks();
        assertThat(clocks()).containsExactly("a | - | 16 16:00 10800");
        TicketFilter closed =
                new TicketFilter(
                        null,
                        null,
                        null,
                        TicketStatus.CLOSED,
                        null,
                        null,
                        ClockState.MET,
                        null,
                        later.instant());
        List<TicketList.Listed> met =
                test.database().read(tx -> new TicketList(tx, closed).after(null, null, 10));
        assertThat(met).extracting(TicketList.Listed::resolution).containsExactly(ClockState.MET);
    }

    @Test
    void aClockThatRanHereIsLeftAlone() {
        done("tickets", HEAD + "a,A-1,Down,P1,open,2026-06-15T10:00:00Z,,\n");
        test.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status,
                                            to_status, actor)
                                        select client_id, ticket_id, '2026-06-15T11:00:00Z', 'change_1', 'open', 'in_progress', 'ana'
                                        from tickets
                                        """));
        assertThat(
                        done("tickets", HEAD + "a,A-1,Down,P0,open,2026-06-15T10:00:00Z,,\n")
                                .updatedCount())
                .isEqualTo(1);
        assertThat(clocks()).containsExactly("a | 15 10:15 | 15 14:00");
    }
}
