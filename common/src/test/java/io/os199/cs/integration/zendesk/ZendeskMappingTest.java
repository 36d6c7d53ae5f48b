package io.os199.cs.integration.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rules of the mapping, one by one. */
class ZendeskMappingTest {
    private static final String WHOLE =
            """
            {"tickets": [{"id": 35436, "external_id": "ticket_1", "organization_id": 509974, "requester_id": 20978392,
                "assignee_id": 235323, "group_id": 98738, "subject": "Help, my printer is on fire!",
                "description": "The fire is very colorful.", "tags": ["enterprise", "cs_priority_p2"],
                "priority": "normal", "status": "open", "type": "incident",
                "custom_fields": [{"id": 27642, "value": "billing"}, {"id": 27648, "value": "yes"}],
                "satisfaction_rating": {"id": 1234, "score": "good", "comment": "Great support!"},
                "created_at": "2009-07-20T22:55:29Z", "updated_at": "2011-05-05T10:38:52Z"}],
             "users": [{"id": 20978392, "name": "Ana Roe", "email": "ana@acme.example", "role": "end-user"},
                {"id": 235323, "name": "Ben Agent", "email": "ben@support.example", "role": "admin"}],
             "organizations": [{"id": 509974, "name": "Acme", "external_id": "crm-7"}],
             "groups": [{"id": 98738, "name": "Tier 1"}]}
            """;

    private final ZendeskMapping mapping =
            new ZendeskMapping(
                    "27642",
                    Map.of(
                            "Billing",
                            TicketCategory.ACCOUNT_BILLING,
                            "problem",
                            TicketCategory.BUG_REPORT));

    @Test
    void aWholeTicketIsTakenAsItIs() {
        JsonNode body = Json.read(WHOLE, JsonNode.class);
        assertThat(mapping.ticket(body.path("tickets").get(0), ZendeskPeople.of(body)))
                .contains(
                        new ZendeskTicket(
                                "35436",
                                "ticket_1",
                                new ZendeskPeople.Organization("509974", "crm-7"),
                                new ZendeskPeople.User(
                                        "20978392", "Ana Roe", "ana@acme.example", false),
                                new ZendeskPeople.User(
                                        "235323", "Ben Agent", "ben@support.example", true),
                                "Tier 1",
                                "Help, my printer is on fire!",
                                "The fire is very colorful.",
                                TicketPriority.P2,
                                TicketCategory.ACCOUNT_BILLING,
                                TicketStatus.IN_PROGRESS,
                                List.of("enterprise"),
                                Instant.parse("2009-07-20T22:55:29Z"),
                                Instant.parse("2011-05-05T10:38:52Z"),
                                5,
                                "Great support!",
                                false));
    }

    @Test
    void whatIsAbsentIsAbsent() {
        ZendeskTicket ticket = ticket("\"subject\": null, \"organization_id\": null");
        assertThat(ticket.ours()).isNull();
        assertThat(ticket.organization()).isNull();
        assertThat(ticket.requester()).isNull();
        assertThat(ticket.assignee()).isNull();
        assertThat(ticket.team()).isNull();
        assertThat(ticket.subject()).isEqualTo("(no subject)");
        assertThat(ticket.descriptionText()).isEmpty();
        assertThat(ticket.tags()).isEmpty();
        assertThat(ticket.satisfaction()).isNull();
        assertThat(ticket("\"organization_id\": 7").organization())
                .isEqualTo(new ZendeskPeople.Organization("7", null));
        for (String broken :
                List.of(
                        "{}",
                        "{\"id\": 1, \"created_at\": \"x\", \"updated_at\":"
                                + " \"2026-01-01T00:00:00Z\"}",
                        "{\"id\": null, \"created_at\": \"2026-01-01T00:00:00Z\", \"updated_at\":"
                                + " \"2026-01-01T00:00:00Z\"}")) {
            assertThat(mapping.ticket(Json.read(broken, JsonNode.class), nobody())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "urgent,, P0",
        "high,, P1",
        "low,, P4",
        "normal,, P3",
        "normal, cs_priority_p2, P2",
        "high, cs_priority_p2, P1",
        ",, P3"
    })
    void priorities(String word, String tag, TicketPriority priority) {
        String tags = tag == null ? "" : "\"" + tag + "\"";
        String said = word == null ? "null" : "\"" + word + "\"";
        assertThat(ticket("\"priority\": %s, \"tags\": [%s]".formatted(said, tags)).priority())
                .isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource({
        "new, false, OPEN",
        "open, false, OPEN",
        "open, true, IN_PROGRESS",
        "pending, true, WAITING_ON_CUSTOMER",
        "hold, true, PENDING",
        "solved, true, RESOLVED",
        "closed, true, CLOSED",
        "archived, true, OPEN"
    })
    void statuses(String word, boolean isAssigned, TicketStatus status) {
        String assignee = isAssigned ? "7" : "null";
        ZendeskTicket ticket =
                ticket("\"status\": \"%s\", \"assignee_id\": %s".formatted(word, assignee));
        assertThat(ticket.status()).isEqualTo(status);
        assertThat(ticket.deleted()).isFalse();
        assertThat(ticket("\"status\": \"deleted\"").deleted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "billing, , , ACCOUNT_BILLING",
        "BILLING, problem, bug_report, ACCOUNT_BILLING",
        "unheard, problem, data_issue, BUG_REPORT",
        ", problem, data_issue, BUG_REPORT",
        ", question, data_issue, DATA_ISSUE",
        ", question, nothing, OTHER"
    })
    void categories(String value, String type, String tag, TicketCategory category) {
        ZendeskTicket ticket =
                ticket(
                        "\"custom_fields\": [{\"id\": 1, \"value\": \"problem\"}, {\"id\": 27642, \"value\": %s}],"
                                        .formatted(value == null ? "null" : "\"" + value + "\"")
                                + " \"type\": \"%s\", \"tags\": [\"x\", \"%s\"]"
                                        .formatted(type, tag));
        assertThat(ticket.category()).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({"good, 5", "bad, 1", "offered,", "unoffered,"})
    void satisfactions(String score, Integer satisfaction) {
        assertThat(
                        ticket("\"satisfaction_rating\": {\"score\": \"%s\"}".formatted(score))
                                .satisfaction())
                .isEqualTo(satisfaction);
    }

    @Test
    void whatGoesOutComesBackTheSame() {
        for (TicketPriority each : TicketPriority.values()) {
            String tags = Json.write(ZendeskMapping.tags(List.of("a", "cs_priority_p2"), each));
            ZendeskTicket back =
                    ticket(
                            "\"priority\": \"%s\", \"tags\": %s"
                                    .formatted(ZendeskMapping.word(each), tags));
            assertThat(back.priority()).isEqualTo(each);
            assertThat(back.tags()).containsExactly("a");
        }
        for (TicketStatus each : TicketStatus.values()) {
            TicketStatus back =
                    ZendeskMapping.status(ZendeskMapping.word(each), each != TicketStatus.OPEN)
                            .orElseThrow();
            assertThat(back).isEqualTo(each == TicketStatus.CLOSED ? TicketStatus.RESOLVED : each);
        }
    }

    private ZendeskTicket ticket(String fields) {
        return mapping.ticket(
                        Json.read(
                                "{\"id\": 1, \"created_at\": \"2026-01-01T00:00:00Z\","
                                        + " \"updated_at\": \"2026-01-01T00:00:00+02:00\", "
                                        + fields
                                        + "}",
                                JsonNode.class),
                        nobody())
                .orElseThrow();
    }

    private static ZendeskPeople nobody() {
        return new ZendeskPeople(Map.of(), Map.of(), Map.of());
    }
}
