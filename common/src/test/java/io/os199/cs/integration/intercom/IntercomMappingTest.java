package io.os199.cs.integration.intercom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.intercom.IntercomConversation.Said;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/** The rules of the mapping one by one, on conversations as Intercom's documentation shows them. */
class IntercomMappingTest {
    private static final String PART =
            "{\"type\": \"conversation_part\", \"id\": \"%s\", \"part_type\": \"%s\", \"body\": %s,"
                    + " \"created_at\": %d, \"author\": {\"type\": \"%s\", \"id\": \"%s\"}}";

    private static String part(String id, String type, String body, long at, String author) {
        return PART.formatted(
                id, type, body == null ? "null" : "\"" + body + "\"", at, author, author + "_1");
    }

    private static String conversation(String more, String... parts) {
        return """
        {"type": "conversation", "id": "147", "created_at": 1794391200, "updated_at": 1794394800,
         "source": {"type": "conversation", "delivered_as": "customer_initiated", "subject": "",
            "body": "<p>Hello &amp; <b>help</b></p><p>It fails<br>twice</p>",
            "author": {"type": "user", "id": "c1", "name": "Ana Roe", "email": "ana@acme.example"}},
         "contacts": {"contacts": [{"id": "c1", "external_id": "7"}]},
         "state": "open", "priority": "not_priority", "admin_assignee_id": null, "team_assignee_id": null,
         "tags": {"tags": [{"id": "1", "name": "billing"}]}, "conversation_rating": null,
         "conversation_parts": {"conversation_parts": [%s], "total_count": 1} %s}
        """
                .formatted(String.join(",", parts), more);
    }

    private static IntercomConversation read(String json) {
        return IntercomMapping.conversation(Json.read(json, JsonNode.class)).orElseThrow();
    }

    @Test
    void whoAskedAndWhat() {
        IntercomConversation read = read(conversation(""));
        assertThat(read.id()).isEqualTo("147");
        assertThat(read.subject()).isEqualTo("Hello & help It fails twice");
        assertThat(read.description()).isEqualTo("Hello & help\nIt fails\ntwice");
        assertThat(read.contactId()).isEqualTo("c1");
        assertThat(read.authorEmail()).isEqualTo("ana@acme.example");
        assertThat(read.authorName()).isEqualTo("Ana Roe");
        assertThat(read.tags()).containsExactly("billing");
        assertThat(read.openedAt()).isEqualTo(Instant.ofEpochSecond(1794391200));
        assertThat(read.updatedAt()).isEqualTo(Instant.ofEpochSecond(1794394800));
        assertThat(read.priority()).isEqualTo(TicketPriority.P3);
        assertThat(read.status()).isEqualTo(TicketStatus.OPEN);
        assertThat(read.rating()).isNull();
        String long80 = "a".repeat(90);
        assertThat(read(conversation("").replace("It fails<br>twice", long80)).subject())
                .hasSize(80);
        String asks = "I cannot sign in any longer, so please write to";
        String contact = asks + " ana.roe@acme.example";
        assertThat(read(conversation("").replace("It fails<br>twice", contact)).subject())
                .isEqualTo("Hello & help " + asks);
        assertThat(
                        read(conversation("")
                                        .replace(
                                                "\"subject\": \"\"",
                                                "\"subject\": \"<p>Bill</p>\""))
                                .subject())
                .isEqualTo("Bill");
    }

    @Test
    void statesPrioritiesRatingsAndWhoWorksOnIt() {
        assertThat(
                        read(conversation("")
                                        .replace(
                                                "\"admin_assignee_id\": null",
                                                "\"admin_assignee_id\": 814860"))
                                .status())
                .isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(
                        read(conversation("")
                                        .replace("\"state\": \"open\"", "\"state\": \"closed\""))
                                .status())
                .isEqualTo(TicketStatus.RESOLVED);
        String snoozed = "\"state\": \"snoozed\"";
        assertThat(read(conversation("").replace("\"state\": \"open\"", snoozed)).status())
                .isEqualTo(TicketStatus.PENDING);
        assertThat(
                        read(conversation(
                                                "",
                                                part(
                                                        "p1",
                                                        "comment",
                                                        "Try this",
                                                        1794391300,
                                                        "admin"))
                                        .replace("\"state\": \"open\"", snoozed))
                                .status())
                .isEqualTo(TicketStatus.WAITING_ON_CUSTOMER);
        IntercomConversation rated =
                read(
                        conversation("")
                                .replace(
                                        "\"conversation_rating\": null",
                                        "\"conversation_rating\": {\"rating\": 4, \"remark\":"
                                                + " \"Fine\"}")
                                .replace("not_priority", "priority"));
        assertThat(rated.rating()).isEqualTo(4);
        assertThat(rated.remark()).isEqualTo("Fine");
        assertThat(rated.priority()).isEqualTo(TicketPriority.P2);
    }

    @Test
    void partsAreCommentsNotesAndChanges() {
        IntercomConversation read =
                read(
                        conversation(
                                "",
                                part("p1", "comment", "<p>Which?</p>", 1794391300, "admin"),
                                part("p2", "note", "Ask Ben", 1794391310, "admin"),
                                part("p3", "comment", "The second", 1794391400, "user"),
                                part("p4", "assignment", null, 1794391500, "admin"),
                                part("p5", "close", "Done", 1794391600, "admin"),
                                part("p6", "open", null, 1794391700, "user"),
                                part("p7", "snoozed", null, 1794391800, "admin"),
                                part("p8", "comment", "I look", 1794391900, "bot"),
                                "{\"id\": \"p9\", \"part_type\": \"comment\", \"body\": \"no"
                                        + " time\"}"));
        assertThat(read.said())
                .extracting(
                        each ->
                                each.id()
                                        + " "
                                        + each.author()
                                        + " "
                                        + each.isPublic()
                                        + " "
                                        + each.text())
                .containsExactly(
                        "p1 AGENT true Which?",
                        "p2 AGENT false Ask Ben",
                        "p3 CUSTOMER true The second",
                        "p5 AGENT true Done",
                        "p8 SYSTEM true I look");
        assertThat(read.said()).extracting(Said::authorId).contains("admin_1", "user_1");
        assertThat(read.changes())
                .extracting(each -> each.id() + " " + each.to())
                .containsExactly("p5 RESOLVED", "p6 IN_PROGRESS", "p7 WAITING_ON_CUSTOMER");
    }

    @Test
    void everyWayOfOpeningAgainIsOneAndAnAnswerWithoutWordsIsAnAnswer() {
        IntercomConversation read =
                read(
                        conversation(
                                "",
                                part("p1", "snoozed", null, 1794391300, "admin"),
                                part("p2", "timer_unsnooze", null, 1794391310, "bot"),
                                part("p3", "assign_and_unsnooze", null, 1794391320, "admin"),
                                part("p4", "close", null, 1794391330, "admin"),
                                part("p5", "note_and_reopen", "Not over", 1794391340, "admin"),
                                part("p6", "assign_and_reopen", null, 1794391350, "admin"),
                                part("p7", "quick_reply", null, 1794391360, "user"),
                                part("p8", "comment", null, 1794391370, "admin")
                                        .replace("{", "{\"attachments\": [{\"name\": \"a.png\"}], ")
                                        .replace(
                                                "\"author\": {\"attachments\": [{\"name\":"
                                                        + " \"a.png\"}], ",
                                                "\"author\": {"),
                                part("p9", "assignment", null, 1794391380, "admin")));
        assertThat(read.changes())
                .extracting(each -> each.id() + " " + each.to())
                .containsExactly(
                        "p1 PENDING",
                        "p2 IN_PROGRESS",
                        "p3 IN_PROGRESS",
                        "p4 RESOLVED",
                        "p5 IN_PROGRESS",
                        "p6 IN_PROGRESS");
        assertThat(read.said())
                .extracting(each -> each.id() + " " + each.isPublic() + " " + each.text())
                .containsExactly(
                        "p5 false Not over", "p7 true (a quick reply)", "p8 true (1 attached)");
        String nobody = conversation("").replace("\"id\": \"c1\", \"external_id\": \"7\"", "");
        assertThat(read(nobody).contactId()).isEqualTo("c1");
        String automated =
                conversation("", part("p1", "quick_reply", null, 1794391300, "user"))
                        .replace("customer_initiated", "automated");
        assertThat(IntercomMapping.conversation(Json.read(automated, JsonNode.class))).isPresent();
    }

    @Test
    void whatNobodyAskedIsNone() {
        String automated = conversation("").replace("customer_initiated", "automated");
        assertThat(IntercomMapping.conversation(Json.read(automated, JsonNode.class))).isEmpty();
        String answered =
                conversation("", part("p1", "comment", "What is this?", 1794391300, "user"))
                        .replace("customer_initiated", "automated");
        assertThat(IntercomMapping.conversation(Json.read(answered, JsonNode.class))).isPresent();
        String begun = conversation("").replace("\"type\": \"user\"", "\"type\": \"admin\"");
        assertThat(IntercomMapping.conversation(Json.read(begun, JsonNode.class)))
                .as("a colleague wrote, and nobody answered")
                .isEmpty();
        assertThat(IntercomMapping.conversation(Json.read("{}", JsonNode.class))).isEmpty();
        assertThat(IntercomMapping.conversation(Json.read("{\"id\": 1}", JsonNode.class)))
                .isEmpty();
    }
}
