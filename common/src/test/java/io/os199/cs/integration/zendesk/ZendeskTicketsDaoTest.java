package io.os199.cs.integration.zendesk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import static io.os199.cs.integration.zendesk.ZendeskFixture.EVENTS;
import static io.os199.cs.integration.zendesk.ZendeskFixture.TICKETS;
import static io.os199.cs.integration.zendesk.ZendeskFixture.after;
import static io.os199.cs.integration.zendesk.ZendeskFixture.first;
import static io.os199.cs.integration.zendesk.ZendeskFixture.page;
import static io.os199.cs.integration.zendesk.ZendeskFixture.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.support.ticket.TicketSweep;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is read from Zendesk. */
class ZendeskTicketsDaoTest {
    private static final String OPENED = "2026-11-11T10:00:00Z";

    private final ZendeskFixture zendesk = new ZendeskFixture();

    @AfterEach
    void close() {
        zendesk.close();
    }

    @Test
    void everyPageIsReadOnceAlsoWhereOneFailsTwice() {
        zendesk.vendor.stubFor(
                first().withQueryParam("include", equalTo("users,organizations,groups"))
                        .willReturn(okJson(page("c1", false, ticket(1, "new", OPENED, "")))));
        failing("c1", "1", status(500), "2");
        failing("c1", "2", status(500), "3");
        failing("c1", "3", okJson(page("c2", false, ticket(2, "new", OPENED, ""))), "3");
        zendesk.vendor.stubFor(
                after("c2").willReturn(okJson(page("c3", true, ticket(3, "solved", OPENED, "")))));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1, 2, 3");
        assertThat(zendesk.pauses).hasSize(2).allMatch(each -> each.toSeconds() <= 2);
        assertThat(
                        zendesk.text(
                                "select cursor || ' ' || (complete_to >= '2026-11-11 11:58:59Z')"
                                        + " from integration_cursors where resource ="
                                        + " 'tickets/cursor'"))
                .isEqualTo("c3 true");
        assertThat(zendesk.state()).isEqualTo("ok -");
        assertThat(zendesk.text("select last_sync_at from integrations where name = 'zendesk'"))
                .isNotEmpty();
        // The next run continues from there.
        zendesk.vendor.stubFor(after("c3").willReturn(okJson(page("c3", true))));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1, 2, 3");
    }

    private void failing(String cursor, String from, ResponseDefinitionBuilder answer, String to) {
        zendesk.vendor.stubFor(
                after(cursor)
                        .inScenario("second")
                        .whenScenarioStateIs(from.equals("1") ? Scenario.STARTED : from)
                        .willReturn(answer)
                        .willSetStateTo(to));
    }

    @Test
    void aTicketIsStoredWithWhomItNames() {
        zendesk.tickets(
                ticket(
                        7,
                        "open",
                        OPENED,
                        ", \"assignee_id\": 235323, \"group_id\": 98738, \"satisfaction_rating\":"
                                + " {\"score\": \"bad\"}"));
        zendesk.run("zendesk-tickets");
        assertThat(
                        zendesk.text(
                                """
                                select concat_ws('|', client_id, source, external_id, subject, description_text, priority,
                                    category, status, requester_email, requester_name, contact_id, team, satisfaction,
                                    satisfaction_scale, sync_state, opened_at at time zone 'UTC',
                                    remote_updated_at at time zone 'UTC', first_response_due_at at time zone 'UTC',
                                    resolution_due_at at time zone 'UTC')
                                from tickets
                                """))
                .isEqualTo(
                        "client_acme|zendesk|7|Subject 7|Text"
                            + " 7|P3|other|in_progress|ana@acme.example|Ana Roe|contact_ana|Tier"
                            + " 1|1|binary|synced|2026-11-11 08:00:00|2026-11-11"
                            + " 10:00:00|2026-11-11 09:00:00|2026-11-11 16:00:00");
        assertThat(
                        zendesk.text(
                                "select concat_ws('|', a.name, a.email, a.team, a.active,"
                                    + " a.external_ids) from tickets t join support_agents a using"
                                    + " (agent_id)"))
                .isEqualTo("Ben Agent|ben@support.example|Tier 1|f|{\"zendesk\": \"235323\"}");
        // Read again it is unchanged, down to the version.
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.text("select version from tickets")).isEqualTo("1");
        assertThat(zendesk.server.count("support_agents")).isEqualTo(1);
    }

    /** We can only ask Zendesk to solve a ticket; it closes it by itself later. */
    @Test
    void aTicketThatIsClosedHereStaysSoUntilItIsReopenedThere() {
        zendesk.tickets(ticket(1, "solved", OPENED, ""));
        zendesk.run("zendesk-tickets");
        zendesk.execute("update tickets set status = 'closed'");
        zendesk.tickets(
                ticket(
                        1,
                        "solved",
                        "2026-11-11T11:00:00Z",
                        ", \"satisfaction_rating\": {\"score\": \"good\"}"));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.text("select status || ' ' || satisfaction from tickets"))
                .isEqualTo("closed 5");
        zendesk.tickets(ticket(1, "open", "2026-11-11T11:30:00Z", ""));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.text("select status from tickets")).isEqualTo("open");
    }

    @Test
    void aPageThatIsNotStoredIsReadAgain() {
        zendesk.tickets(ticket(1, "new", OPENED, ""), ticket(2, "new", OPENED, ""));
        zendesk.execute(
                "create function fail() returns trigger language plpgsql as $$ begin raise"
                        + " exception 'lost'; end $$",
                "create trigger fail after insert on tickets for each row when (new.external_id ="
                        + " '2') execute function fail()");
        assertThatThrownBy(() -> zendesk.run("zendesk-tickets"));
        assertThat(zendesk.server.count("tickets")).isZero();
        assertThat(zendesk.server.count("integration_cursors")).isZero();
        zendesk.execute("drop trigger fail on tickets");
        zendesk.run("zendesk-tickets");
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1, 2");
    }

    @Test
    void aLimitIsWaitedForAndIsNoFailure() {
        zendesk.vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(status(429).withHeader("Retry-After", "7"))
                        .willSetStateTo("free"));
        zendesk.vendor.stubFor(
                first().inScenario("limit")
                        .whenScenarioStateIs("free")
                        .willReturn(
                                okJson(page("c1", false, ticket(1, "new", OPENED, "")))
                                        .withHeader("X-Rate-Limit", "700")
                                        .withHeader("X-Rate-Limit-Remaining", "139")
                                        .withHeader("ratelimit-reset", "41")));
        zendesk.vendor.stubFor(
                after("c1")
                        .willReturn(
                                okJson(page("c2", false, ticket(2, "new", OPENED, "")))
                                        .withHeader("X-Rate-Limit", "700")
                                        .withHeader("X-Rate-Limit-Remaining", "100")
                                        .withHeader("ratelimit-reset", "121")));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.pauses.getFirst()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
        assertThat(zendesk.pauses.getLast()).isEqualTo(Duration.ofSeconds(41));
        // Longer than a run waits: what was read is kept, and the next run continues.
        assertThat(ids()).isEqualTo("1, 2");
        zendesk.vendor.verify(
                0,
                getRequestedFor(urlPathEqualTo(TICKETS)).withQueryParam("cursor", equalTo("c2")));
        assertThat(zendesk.state()).isEqualTo("ok -");
    }

    @Test
    void aKeyThatIsRefusedIsNotTriedAgainAndANewOneGoesOn() {
        zendesk.vendor.stubFor(any(anyUrl()).willReturn(status(401)));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.state()).isEqualTo("auth_failed 401");
        zendesk.run("zendesk-tickets");
        zendesk.run("zendesk-people");
        assertThat(zendesk.vendor.getAllServeEvents()).hasSize(1);
        zendesk.zendesk.check();
        assertThat(zendesk.vendor.getAllServeEvents()).hasSize(2);
        zendesk.vendor.resetAll();
        zendesk.tickets(ticket(1, "new", OPENED, ""));
        zendesk.token = "new";
        zendesk.run("zendesk-tickets");
        zendesk.vendor.verify(
                getRequestedFor(urlPathEqualTo(TICKETS))
                        .withHeader(
                                "Authorization",
                                equalTo(Zendesk.authorization("us@example.com", "new"))));
        assertThat(ids()).isEqualTo("1");
        assertThat(zendesk.state()).isEqualTo("ok -");
    }

    @Test
    void whatIsNoPageStopsTheResourceAndMovesNothing() {
        String whole = page("c1", true, ticket(1, "new", OPENED, ""));
        for (ResponseDefinitionBuilder each :
                List.of(
                        aResponse()
                                .withStatus(200)
                                .withHeader("Content-Type", "text/html")
                                .withBody("<html>"),
                        okJson(whole.substring(0, whole.length() / 2)),
                        okJson("{}"),
                        okJson("[]"),
                        aResponse().withStatus(302).withHeader("Location", "https://b.example"),
                        status(422))) {
            zendesk.vendor.resetAll();
            zendesk.vendor.stubFor(any(anyUrl()).willReturn(each));
            zendesk.run("zendesk-tickets");
            assertThat(zendesk.vendor.getAllServeEvents()).hasSize(1);
            assertThat(zendesk.state()).startsWith("degraded");
        }
        assertThat(zendesk.server.count("tickets")).isZero();
        assertThat(zendesk.server.count("integration_cursors")).isZero();
        zendesk.vendor.resetAll();
        zendesk.tickets(ticket(1, "new", OPENED, ""), "{\"id\": 2}");
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1");
    }

    @Test
    void anOlderWordNeverOverwritesANewerOne() {
        one(okJson(one(5, "solved", "2026-11-11T10:05:00Z")));
        zendesk.notice("5");
        assertThat(standing()).isEqualTo("resolved");
        zendesk.tickets(ticket(5, "open", "2026-11-11T10:01:00Z", ""));
        zendesk.run("zendesk-tickets");
        assertThat(standing()).isEqualTo("resolved");
        assertThat(zendesk.text("select remote_updated_at = '2026-11-11 10:05Z' from tickets"))
                .isEqualTo("t");
        assertThat(zendesk.text("select string_agg(state, ',') from webhook_inbox"))
                .isEqualTo("done");
    }

    @Test
    void aDeletedTicketCountsNoMoreHoweverItIsTold() {
        zendesk.tickets(ticket(5, "open", OPENED, ""), ticket(6, "open", OPENED, ""));
        zendesk.run("zendesk-tickets");
        one(status(404));
        zendesk.notice("5");
        zendesk.tickets(
                ticket(6, "deleted", "2026-11-11T10:09:00Z", ""),
                ticket(8, "deleted", "2026-11-11T10:09:00Z", ""));
        zendesk.run("zendesk-tickets");
        assertThat(
                        zendesk.text(
                                "select string_agg(external_id, ', ' order by external_id) from"
                                        + " tickets where deleted_at is not null"))
                .isEqualTo("5, 6");
        assertThat(zendesk.server.count("tickets")).isEqualTo(2);
    }

    @Test
    void aNoticeThatCannotBeFollowedWaits() {
        one(status(503));
        zendesk.notice("5");
        assertThat(zendesk.text("select state || attempts from webhook_inbox")).isEqualTo("new1");
        zendesk.execute("delete from webhook_inbox");
        // We may not read this ticket: the fault lies with the delivery itself, which is given up
        // in the end.
        one(status(403));
        zendesk.notice("5");
        assertThat(zendesk.text("select state || attempts from webhook_inbox")).isEqualTo("new1");
        zendesk.execute("delete from webhook_inbox");
        zendesk.zendesk.check();
        // While Zendesk does not answer, no attempt is used up.
        one(status(429).withHeader("Retry-After", "90"));
        zendesk.notice("5");
        assertThat(
                        zendesk.text(
                                "select state || attempts || ' ' || extract(epoch from"
                                        + " next_attempt_at)::bigint from webhook_inbox"))
                .isEqualTo("new0 " + zendesk.clock.instant().plusSeconds(90).getEpochSecond());
        zendesk.notice("../users/1");
        assertThat(zendesk.text("select string_agg(state, ',' order by state) from webhook_inbox"))
                .isEqualTo("done,new");
    }

    @Test
    void whatIsNobodysIsCountedAndReadOnceSomebodySaysWhoseItIs() {
        String foreign = ticket(1, "open", OPENED, "").replace("509974", "600");
        String bare =
                ticket(2, "open", OPENED, "").replace("509974", "null").replace("20978392", "99");
        zendesk.tickets(foreign.replace("20978392", "99"), foreign.replace(": 1,", ": 3,"), bare);
        zendesk.run("zendesk-tickets");
        // The third belongs to a person who is with Acme only.
        assertThat(ids()).isEqualTo("3");
        assertThat(
                        zendesk.text(
                                "select string_agg(concat_ws(' ', kind, remote_id, row_count,"
                                        + " first_seen_at at time zone 'UTC'), ', ' order by kind)"
                                        + " from integration_unmatched"))
                .isEqualTo("organization 600 1 2026-11-11 08:00:00, user 99 1 2026-11-11 08:00:00");
        zendesk.execute(
                "insert into external_refs (source, kind, remote_id, client_id, set_by, set_at)"
                        + " values ('zendesk', 'organization', '600', 'client_beta', 'me', now())");
        zendesk.server
                .database()
                .write(
                        tx -> {
                            new SyncCursors(zendesk.clock)
                                    .reread(
                                            tx,
                                            Integration.ZENDESK,
                                            Instant.parse("2026-11-11T08:00:00Z"));
                            return true;
                        });
        zendesk.run("zendesk-tickets");
        zendesk.vendor.verify(
                getRequestedFor(urlPathEqualTo(TICKETS))
                        .withQueryParam(
                                "start_time",
                                equalTo(
                                        ""
                                                + Instant.parse("2026-11-11T08:00:00Z")
                                                        .getEpochSecond())));
        assertThat(
                        zendesk.text(
                                "select string_agg(external_id || ' ' || client_id, ', ' order by"
                                        + " external_id) from tickets where deleted_at is null"))
                .isEqualTo("1 client_beta, 3 client_beta");
    }

    @Test
    void anOrganisationThatGetsOurIdInZendeskHasItsTicketsRead() {
        zendesk.tickets(
                ticket(1, "open", OPENED, "").replace("509974", "600").replace("20978392", "99"));
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.server.count("tickets")).isZero();
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/incremental/users/cursor"))
                        .willReturn(
                                okJson(
                                        "{\"users\": [{\"id\": 4, \"name\": \"New\", \"email\":"
                                                + " \"new@support.example\", \"role\": \"agent\"}],"
                                                + " \"after_cursor\": \"u1\", \"end_of_stream\":"
                                                + " true}")));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/incremental/organizations"))
                        .willReturn(
                                okJson(
                                        "{\"organizations\": [{\"id\": 600, \"external_id\":"
                                                + " \"crm-7\"}], \"end_time\": 1794391200,"
                                                + " \"end_of_stream\": true}")));
        zendesk.run("zendesk-people");
        assertThat(zendesk.text("select email || ' ' || active from support_agents"))
                .isEqualTo("new@support.example false");
        assertThat(zendesk.server.count("integration_unmatched")).isZero();
        zendesk.tickets(
                ticket(1, "open", OPENED, "")
                        .replace("\"organization_id\": 509974", "\"organization_id\": 600"));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1");
    }

    /** Nothing changes in Zendesk by that, so its exports do not have them. */
    @Test
    void aClientOrContactThatComesHereLaterHasItsTicketsRead() {
        String[] tickets = {
            ticket(1, "open", OPENED, "").replace("509974", "600").replace("20978392", "99"),
            ticket(2, "open", OPENED, "").replace("509974", "null").replace("20978392", "98"),
            ticket(3, "open", OPENED, "").replace("509974", "601").replace("20978392", "97")
        };
        zendesk.tickets(tickets);
        zendesk.run("zendesk-tickets");
        assertThat(zendesk.server.count("tickets")).isZero();
        events();
        zendesk.run("zendesk-ticket-events");
        export("users/cursor", "\"users\": [], \"after_cursor\": \"u1\"");
        export("organizations", "\"organizations\": [], \"end_time\": 1794391200");
        many(
                "organizations",
                "{\"id\": 600, \"external_id\": \"crm-9\"}, {\"id\": 601, \"external_id\": null}");
        many("users", "{\"id\": 98, \"email\": \"cleo@beta.example\", \"role\": \"end-user\"}");
        zendesk.run("zendesk-people");
        assertThat(zendesk.server.count("integration_unmatched")).isEqualTo(3);

        zendesk.execute(
                "insert into client_names (client_id, name, external_id) values ('client_late',"
                        + " 'Late', 'crm-9')",
                "insert into clients (client_id, name, company_name, tier, external_id) values"
                        + " ('client_late', 'Late', 'Late', 'standard', 'crm-9')",
                "insert into contacts (client_id, contact_id, name, email) values ('client_beta',"
                        + " 'contact_cleo', 'Cleo', 'cleo@beta.example')");
        zendesk.run("zendesk-people");
        assertThat(zendesk.text("select string_agg(remote_id, ',') from integration_unmatched"))
                .isEqualTo("601");
        // Until the tickets are read, nothing begins that anew.
        nobodyIsAskedFor();
        String known = "{\"id\": 600, \"name\": \"Late\", \"external_id\": \"crm-9\"}";
        String cleo = "{\"id\": 98, \"email\": \"cleo@beta.example\", \"role\": \"end-user\"}";
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(TICKETS))
                        .willReturn(
                                okJson(
                                        "{\"tickets\": [%s], \"users\": [%s], \"organizations\": [%s], \"end_of_stream\": true}"
                                                .formatted(
                                                        String.join(",", tickets), cleo, known))));
        zendesk.run("zendesk-tickets");
        zendesk.vendor.verify(
                getRequestedFor(urlPathEqualTo(TICKETS))
                        .withQueryParam(
                                "start_time",
                                equalTo(
                                        ""
                                                + Instant.parse("2026-11-11T08:00:00Z")
                                                        .getEpochSecond())));
        assertThat(
                        zendesk.text(
                                "select string_agg(external_id || ' ' || client_id, ', ' order by"
                                        + " external_id) from tickets"))
                .isEqualTo("1 client_late, 2 client_beta");
    }

    private void nobodyIsAskedFor() {
        zendesk.vendor.resetRequests();
        zendesk.run("zendesk-people");
        zendesk.vendor.verify(0, getRequestedFor(urlPathMatching(".*/show_many")));
    }

    @Test
    void unmatchedRecordsAreAskedForWithinTheRateLimitAndEachKindByItself() {
        zendesk.tickets(ticket(1, "open", OPENED, ""));
        zendesk.run("zendesk-tickets");
        zendesk.execute(
                "insert into integration_unmatched select 'zendesk', kind, n, 1, now(), now() from"
                    + " (values ('organization'), ('user')) k (kind), generate_series(1, 250) n");
        export("users/cursor", "\"users\": [], \"after_cursor\": \"u1\"");
        export("organizations", "\"organizations\": [], \"end_time\": 1794391200");
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/organizations/show_many")).willReturn(status(404)));
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/users/show_many"))
                        .willReturn(
                                okJson("{\"users\": []}")
                                        .withHeader("X-Rate-Limit", "700")
                                        .withHeader("X-Rate-Limit-Remaining", "139")
                                        .withHeader("RateLimit-Reset", "7")));
        // Until what was said about tickets is read as well.
        nobodyIsAskedFor();
        events();
        zendesk.run("zendesk-ticket-events");
        zendesk.run("zendesk-people");
        zendesk.vendor.verify(3, getRequestedFor(urlPathEqualTo("/api/v2/users/show_many")));
        assertThat(zendesk.pauses).hasSize(3).allMatch(each -> each.toSeconds() == 7);
    }

    private void export(String resource, String body) {
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/incremental/" + resource))
                        .willReturn(okJson("{" + body + ", \"end_of_stream\": true}")));
    }

    private void many(String records, String body) {
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/" + records + "/show_many"))
                        .willReturn(okJson("{\"" + records + "\": [" + body + "]}")));
    }

    /** There may be more than one round asks for, and most of them nobody ever maps. */
    @Test
    void noUnmatchedRecordWaitsForeverBehindOthers() {
        zendesk.execute(
                "insert into integration_unmatched select 'zendesk', 'user', n, 1, now(), now()"
                        + " from generate_series(1, 3) n");
        RemoteClients clients = new RemoteClients(zendesk.clock);
        Set<String> asked = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            asked.addAll(
                    zendesk.server
                            .database()
                            .current(tx -> clients.nobodys(tx, Integration.ZENDESK, "user", 1)));
        }
        assertThat(asked).containsExactly("1", "2", "3");
    }

    @Test
    void commentsAndChangesTellTheClockHowItWent() {
        zendesk.tickets(ticket(1, "solved", "2026-11-11T11:00:00Z", ", \"assignee_id\": 235323"));
        zendesk.run("zendesk-tickets");
        // Until its history is known, its last change counts as the time it was solved.
        assertThat(clock()).isEqualTo("-|11:00:00|0|0|10800");
        authors();
        String answered =
                event(
                        10,
                        "08:20:00",
                        comment(101, 235323, true, "On it"),
                        change(102, "new", "pending"));
        String said =
                event(
                        11,
                        "09:20:00",
                        comment(111, 20978392, true, "Here you are"),
                        change(112, "pending", "open"),
                        comment(113, 235323, false, "Internal"));
        String solved = event(12, "10:00:00", change(121, "open", "solved"));
        events(
                event(9, "08:00:00", create(91), comment(92, 20978392, true, "Text 1")),
                answered,
                said,
                said,
                solved);
        zendesk.run("zendesk-ticket-events");
        assertThat(clock()).isEqualTo("08:20:00|10:00:00|0|3600|3600");
        assertThat(
                        zendesk.text(
                                "select string_agg(concat_ws(' ', external_id, author_type,"
                                        + " contact_id, is_public, content_text), ', ' order by at,"
                                        + " external_id) from ticket_comments"))
                .isEqualTo(
                        "101 agent t On it, 111 customer contact_ana t Here you are, 113 agent f"
                                + " Internal");
        assertThat(
                        zendesk.text(
                                "select string_agg(concat_ws('>', from_status, to_status), ' '"
                                        + " order by at) from ticket_status_changes"))
                .isEqualTo(
                        "open open>waiting_on_customer waiting_on_customer>in_progress"
                                + " in_progress>resolved");
        assertThat(
                        zendesk.text(
                                "select last_engagement_at at time zone 'UTC' from clients where"
                                        + " client_id = 'client_acme'"))
                .isEqualTo("2026-11-11 09:20:00");
        // Reopened: the first resolution is undone, and the pages overlap.
        zendesk.tickets(ticket(1, "open", "2026-11-11T11:30:00Z", ", \"assignee_id\": 235323"));
        zendesk.clock.advance(Duration.ofMinutes(5));
        zendesk.run("zendesk-tickets");
        events(solved, event(13, "11:30:00", change(131, "solved", "open")));
        zendesk.run("zendesk-ticket-events");
        assertThat(clock()).isEqualTo("08:20:00|-|1|9000|-");
    }

    @Test
    void aBreachThatTheHistoryClearsIsTakenFromTheTimeline() {
        zendesk.tickets(ticket(1, "open", "2026-11-11T11:00:00Z", ", \"assignee_id\": 235323"));
        zendesk.run("zendesk-tickets");
        new TicketSweep(
                        zendesk.server.database(),
                        new Timeline(),
                        new AuditLog(zendesk.clock),
                        ClientAnswers.unkept(),
                        zendesk.clock)
                .clocks();
        String breaches =
                "select count(*) from timeline_events where title = 'Ticket not answered in time'";
        assertThat(zendesk.text(breaches)).isEqualTo("1");
        authors();
        events(
                event(
                        10,
                        "08:20:00",
                        comment(101, 235323, true, "On it"),
                        comment(102, 20978392, true, "Thanks")));
        zendesk.run("zendesk-ticket-events");
        assertThat(zendesk.text("select first_response_breached_at is null from tickets"))
                .isEqualTo("t");
        assertThat(zendesk.text(breaches)).isEqualTo("0");
    }

    @Test
    void eventsAreReadNoFurtherThanTicketsWere() {
        events();
        zendesk.run("zendesk-ticket-events");
        zendesk.vendor.verify(0, getRequestedFor(urlPathEqualTo(EVENTS)));
        zendesk.tickets(ticket(1, "open", OPENED, ""));
        zendesk.run("zendesk-tickets");
        zendesk.run("zendesk-ticket-events");
        zendesk.run("zendesk-ticket-events");
        zendesk.vendor.verify(
                1,
                getRequestedFor(urlPathEqualTo(EVENTS))
                        .withQueryParam("include", equalTo("comment_events")));
    }

    @Test
    void eventsOfATicketThatIsReadAfterThemAreReadOnceMore() {
        zendesk.vendor.stubFor(first().willReturn(okJson(page("c1", true))));
        zendesk.run("zendesk-tickets");
        authors();
        events(
                event(
                        10,
                        "08:20:00",
                        comment(101, 235323, true, "On it"),
                        comment(102, 20978392, true, "Thanks")));
        zendesk.run("zendesk-ticket-events");
        assertThat(zendesk.server.count("ticket_comments")).isZero();
        zendesk.clock.advance(Duration.ofMinutes(5));
        zendesk.tickets(ticket(1, "open", "2026-11-11T12:01:00Z", ""));
        zendesk.run("zendesk-tickets");
        zendesk.run("zendesk-ticket-events");
        zendesk.run("zendesk-ticket-events");
        zendesk.vendor.verify(
                getRequestedFor(urlPathEqualTo(EVENTS))
                        .withQueryParam(
                                "start_time",
                                equalTo(
                                        ""
                                                + Instant.parse("2026-11-11T08:00:00Z")
                                                        .getEpochSecond())));
        assertThat(zendesk.server.count("ticket_comments")).isEqualTo(2);
        assertThat(clock()).startsWith("08:20:00");
    }

    @Test
    void eventsWaitForTheEndOfTheFirstReading() {
        zendesk.vendor.stubFor(
                first().willReturn(okJson(page("c1", false, ticket(1, "new", OPENED, "")))));
        zendesk.vendor.stubFor(after("c1").willReturn(status(422)));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1");
        zendesk.run("zendesk-ticket-events");
        zendesk.vendor.verify(0, getRequestedFor(urlPathEqualTo(EVENTS)));
    }

    @Test
    void whatIsToBeReadOnceMoreWaitsForTheEndOfWhatIsBeingRead() {
        zendesk.vendor.stubFor(
                first().willReturn(okJson(page("c1", true, ticket(1, "new", OPENED, "")))));
        zendesk.run("zendesk-tickets");
        zendesk.vendor.stubFor(
                after("c1").willReturn(okJson(page("c2", false, ticket(2, "new", OPENED, "")))));
        zendesk.vendor.stubFor(after("c2").willReturn(status(404)));
        zendesk.run("zendesk-tickets");
        zendesk.server
                .database()
                .write(
                        tx -> {
                            new SyncCursors(zendesk.clock)
                                    .back(
                                            tx,
                                            Integration.ZENDESK,
                                            "tickets/cursor",
                                            Instant.parse("2026-11-11T08:00:00Z"));
                            return true;
                        });
        zendesk.vendor.stubFor(
                after("c2").willReturn(okJson(page("c3", true, ticket(3, "new", OPENED, "")))));
        zendesk.clock.advance(Duration.ofMinutes(5));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1, 2, 3");
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(TICKETS))
                        .withQueryParam(
                                "start_time",
                                equalTo(
                                        ""
                                                + Instant.parse("2026-11-11T08:00:00Z")
                                                        .getEpochSecond()))
                        .willReturn(okJson(page("c4", true, ticket(4, "new", OPENED, "")))));
        zendesk.run("zendesk-tickets");
        assertThat(ids()).isEqualTo("1, 2, 3, 4");
    }

    @Test
    void whatNoColumnTakesStopsNothing() {
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(TICKETS))
                        .willReturn(
                                okJson(
                                        page(
                                                        "c1",
                                                        true,
                                                        ticket(
                                                                1,
                                                                "open",
                                                                OPENED,
                                                                ", \"external_id\": \"a\\u0000b\","
                                                                    + " \"assignee_id\": 235323,"
                                                                    + " \"group_id\": 98738"))
                                                .replace("Ben Agent", "Ben\\u0000Agent")
                                                .replace("Tier 1", "Tier\\u00001"))));
        zendesk.run("zendesk-tickets");
        assertThat(
                        zendesk.text(
                                "select a.name || ' ' || t.team from tickets t join support_agents"
                                        + " a using (agent_id)"))
                .isEqualTo("BenAgent Tier1");
    }

    private void one(ResponseDefinitionBuilder answer) {
        zendesk.vendor.stubFor(get(urlPathEqualTo("/api/v2/tickets/5")).willReturn(answer));
    }

    private static String one(int id, String status, String updatedAt) {
        return "{\"ticket\": %s, %s}"
                .formatted(ticket(id, status, updatedAt, ""), ZendeskFixture.PEOPLE);
    }

    private void authors() {
        zendesk.vendor.stubFor(
                get(urlPathEqualTo("/api/v2/users/show_many"))
                        .withQueryParam("ids", equalTo("20978392,235323"))
                        .willReturn(okJson("{" + ZendeskFixture.PEOPLE + "}")));
    }

    private void events(String... events) {
        zendesk.vendor.stubFor(
                get(urlPathEqualTo(EVENTS))
                        .willReturn(
                                okJson(
                                        "{\"ticket_events\": [%s], \"end_time\": 1794398400,"
                                                        .formatted(String.join(",", events))
                                                + " \"end_of_stream\": true}")));
    }

    private static String event(int id, String time, String... children) {
        return "{\"id\": %d, \"ticket_id\": 1, \"created_at\": \"2026-11-11T%sZ\", \"event_type\": \"Audit\", \"child_events\": [%s]}"
                .formatted(id, time, String.join(",", children));
    }

    private static String comment(int id, long author, boolean isPublic, String body) {
        return "{\"id\": %d, \"event_type\": \"Comment\", \"type\": \"Comment\", \"author_id\": %d, \"public\": %s, \"body\": \"%s\"}"
                .formatted(id, author, isPublic, body);
    }

    private static String change(int id, String from, String to) {
        return "{\"id\": %d, \"event_type\": \"Change\", \"status\": \"%s\", \"previous_value\": \"%s\"}"
                .formatted(id, to, from);
    }

    private static String create(int id) {
        return "{\"id\": %d, \"event_type\": \"Create\", \"status\": \"new\"}".formatted(id);
    }

    private String clock() {
        return zendesk.text(
                """
                select concat_ws('|', coalesce(to_char(first_response_at at time zone 'UTC', 'HH24:MI:SS'), '-'),
                    coalesce(to_char(resolved_at at time zone 'UTC', 'HH24:MI:SS'), '-'), reopen_count, sla_paused_seconds,
                    coalesce(resolution_seconds::text, '-'))
                from tickets
                """);
    }

    private String standing() {
        return zendesk.text("select status from tickets");
    }

    private String ids() {
        return zendesk.text(
                "select string_agg(external_id, ', ' order by external_id) from tickets");
    }
}
