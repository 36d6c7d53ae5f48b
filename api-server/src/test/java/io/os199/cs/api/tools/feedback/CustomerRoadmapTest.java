package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** The roadmap of {@code manage_voice_of_customer}: how items and their feedback advance, and what customers see. */
class CustomerRoadmapTest {
    private static final String UPDATE = "update_customer_roadmap";
    private static final Principal WRITER = new Principal("key_writer", Set.of(Scope.CS_WRITE));

    private final VoiceFixture voice = new VoiceFixture();

    @AfterEach
    void close() {
        voice.close();
    }

    @Test
    void feedbackGoesForwardWithItsItemAndNeverBack() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(voice.item(i == 0 ? "a" : "b", 10, "low", "new"));
        }
        ids.add(voice.closed("c", 10, 2));
        voice.on.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount) values
                    ('client_a', '2026-06-30', 'm1', 'new', 500), ('client_b', '2025-01-01', 'm2', 'new', 400),
                    ('client_b', '2026-07-01', 'm3', 'expansion', 9000)
                """);
        JsonNode made =
                voice.ok(
                        UPDATE,
                        "'title': 'Single sign-on', 'roadmap_status': 'planned', 'target_period':"
                                + " '2026 Q4', 'feedback_ids': "
                                + list(ids));
        String itemId = made.at("/item/roadmap_item_id").asText();
        assertThat(made.at("/item/version").asInt()).isEqualTo(1);
        assertThat(made.at("/item/status").asText()).isEqualTo("planned");
        assertThat(made.at("/item/feedback_count").asInt()).isEqualTo(4);
        assertThat(made.at("/item/client_count").asInt()).isEqualTo(3);
        assertThat(made.at("/item/arr_amount").asText()).isEqualTo("900.00");
        assertThat(made.path("feedback_linked_count").asInt()).isEqualTo(4);
        assertThat(made.path("feedback_moved_count").asInt()).isEqualTo(3);

        JsonNode shipped = voice.ok(UPDATE, of(itemId, 1, "'roadmap_status': 'shipped'"));
        assertThat(shipped.path("feedback_moved_count").asInt()).isEqualTo(3);
        assertThat(shipped.at("/item/shipped_on").asText()).isEqualTo("2026-06-30");
        assertThat(shipped.at("/item").has("published_at")).isFalse();
        assertThat(voice.on.rows("select status from feedback order by feedback_id"))
                .containsExactly("shipped", "shipped", "shipped", "closed");
        assertThat(
                        voice.on.rows(
                                "select client_id || ' ' || title || ' ' || (detail ->> 'status')"
                                        + " from timeline_events order by event_id"))
                .containsExactly(
                        "client_a Feedback moved with the roadmap planned",
                        "client_b Feedback moved with the roadmap planned",
                        "client_a Feedback moved with the roadmap shipped",
                        "client_b Feedback moved with the roadmap shipped");
        JsonNode back = voice.refused(UPDATE, of(itemId, 2, "'roadmap_status': 'considering'"));
        assertThat(back.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(back.path("field").asText()).isEqualTo("roadmap_status");
        assertThat(back.path("message").asText())
                .isEqualTo("an item that is shipped cannot become considering; send a new item");
        assertThat(
                        voice.refused(UPDATE, of(itemId, 2, "'roadmap_status': 'declined'"))
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
    }

    @Test
    void aNewItemIsConsideredAndItsFeedbackTriaged() {
        String id = voice.item("a", 10, "low", "new");
        String ahead = voice.item("a", 10, "low", "planned");
        JsonNode made =
                voice.ok(
                        UPDATE,
                        "'title': 'Dark mode', 'feedback_ids': " + list(List.of(id, ahead)));
        assertThat(made.at("/item/status").asText()).isEqualTo("considering");
        assertThat(made.path("feedback_moved_count").asInt()).isEqualTo(1);
        assertThat(
                        voice.on.rows(
                                "select status || ' ' || (decided_at is null) from feedback order"
                                        + " by feedback_id"))
                .containsExactly("triaged true", "planned true");
        // Linked once, however often it is requested.
        String itemId = made.at("/item/roadmap_item_id").asText();
        JsonNode again = voice.ok(UPDATE, of(itemId, 1, "'feedback_ids': " + list(List.of(id))));
        assertThat(again.path("feedback_linked_count").asInt()).isZero();
        assertThat(again.at("/item/feedback_count").asInt()).isEqualTo(2);
        JsonNode declined = voice.ok(UPDATE, of(itemId, 2, "'roadmap_status': 'declined'"));
        assertThat(declined.path("feedback_moved_count").asInt()).isEqualTo(2);
    }

    @Test
    void customersSeeAnItemOnceSomebodySaidYes() {
        JsonNode made = voice.ok(UPDATE, "'title': 'Audit log'");
        String itemId = made.at("/item/roadmap_item_id").asText();
        JsonNode asked = voice.refused(UPDATE, of(itemId, 1, "'publish': true"));
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.findValue("preview").path("title").asText()).isEqualTo("Audit log");
        assertThat(asked.findValue("preview").path("published").asBoolean()).isTrue();
        assertThat(voice.on.value("select count(published_at) from roadmap_items")).isEqualTo("0");
        JsonNode shown = voice.confirmed(UPDATE, of(itemId, 1, "'publish': true"));
        assertThat(shown.at("/item/published_at").asText()).isEqualTo("2026-06-30T12:00:00Z");

        // A change of what is published reaches customers as well; a link does not.
        String id = voice.item("a", 10, "low", "new");
        assertThat(
                        voice.as(
                                        WRITER,
                                        UPDATE,
                                        of(itemId, 2, "'feedback_ids': " + list(List.of(id))))
                                .isError())
                .isFalse();
        JsonNode forbidden =
                voice.as(WRITER, UPDATE, of(itemId, 3, "'title': 'Log'")).content().path("error");
        assertThat(forbidden.path("code").asText()).isEqualTo("forbidden");
        assertThat(forbidden.path("field").asText()).isEqualTo("roadmap_item_id");
        assertThat(
                        voice.as(WRITER, UPDATE, of(itemId, 3, "'publish': false"))
                                .content()
                                .at("/error/field")
                                .asText())
                .isEqualTo("publish");
        JsonNode taken = voice.confirmed(UPDATE, of(itemId, 3, "'publish': false"));
        assertThat(taken.at("/item").has("published_at")).isFalse();
        assertThat(taken.at("/item/title").asText()).isEqualTo("Audit log");
    }

    @Test
    void internalNamesAreNotPublished() {
        String id = voice.item("b", 10, "low", "new");
        JsonNode customer =
                voice.refused(
                        UPDATE,
                        "'title': 'Sync for beta  ltd!', 'publish': true, 'feedback_ids': "
                                + list(List.of(id)));
        assertThat(customer.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(customer.path("field").asText()).isEqualTo("publish");
        assertThat(customer.toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("beta");
        assertThat(
                        voice.refused(
                                        UPDATE,
                                        "'title': 'Sync', 'description': 'Ask Kim.', 'publish':"
                                                + " true")
                                .path("field")
                                .asText())
                .isEqualTo("publish");
        assertThat(
                        voice.refused(UPDATE, "'title': 'Kimono sync', 'publish': true")
                                .path("code")
                                .asText())
                .isEqualTo("confirmation_required");
        assertThat(
                        voice.ok(
                                        UPDATE,
                                        "'title': 'Sync for Beta Ltd', 'feedback_ids': "
                                                + list(List.of(id)))
                                .at("/item/title")
                                .asText())
                .isEqualTo("Sync for Beta Ltd");
    }

    @Test
    void noCustomersNameIsPublishedWhereverItStands() {
        voice.on.execute("update clients set name = 'Gamma Inc.' where client_id = 'client_c'");
        assertThat(unpublished("'title': 'Faster export as asked by Acme Corp'"))
                .isEqualTo("title names the customer client_a, which customers would read");
        assertThat(unpublished("'title': 'Export', 'description': 'As Gamma Inc asked.'"))
                .startsWith("description names the customer client_c");
        assertThat(unpublished("'title': 'Export', 'target_period': 'for Acme Corp'"))
                .startsWith("target_period names the customer client_a");
        voice.contact("b", "ada");
        String id = voice.item("b", 10, "low", "new");
        assertThat(
                        unpublished(
                                "'title': 'Export for Ada Byron', 'feedback_ids': "
                                        + list(List.of(id))))
                .startsWith("title names a contact of the customer client_b")
                .doesNotContain("Ada");

        // Nothing identifies Ada before her request is linked.
        JsonNode shown =
                voice.confirmed(UPDATE, "'title': 'Export for Ada Byron', 'publish': true");
        String itemId = shown.at("/item/roadmap_item_id").asText();
        String link = of(itemId, 1, "'feedback_ids': " + list(List.of(id)));
        assertThat(voice.refused(UPDATE, link).path("field").asText()).isEqualTo("publish");
        assertThat(voice.on.value("select count(*) from roadmap_feedback")).isEqualTo("0");

        // A customer who is added later does not prevent a public item from being shipped.
        voice.on.execute("update clients set name = 'Byron' where client_id = 'client_c'");
        JsonNode shipped = voice.confirmed(UPDATE, of(itemId, 1, "'roadmap_status': 'planned'"));
        assertThat(shipped.at("/item/status").asText()).isEqualTo("planned");
    }

    @Test
    void likeRequestsAreSuggested() {
        voice.on.execute(
                "insert into features (feature_id, key, name) values ('feature_1', 'sso.saml',"
                        + " 'SAML')");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(voice.item("a", 10 + i, "low", i == 5 ? "declined" : "new"));
        }
        title(ids.get(0), "Single sign-on with SAML");
        title(ids.get(1), "Single sign on with SAML please");
        title(ids.get(2), "Keys");
        title(ids.get(3), "Something else");
        title(ids.get(4), "Single sign-on with SAML");
        title(ids.get(5), "Single sign-on with SAML");
        voice.on.execute(
                "update feedback set tags = array['sso.saml'] where feedback_id in ('%s', '%s')"
                        .formatted(ids.get(0), ids.get(2)));
        voice.on.execute(
                "update feedback set type = 'bug_report' where feedback_id = '" + ids.get(4) + "'");
        JsonNode made =
                voice.ok(
                        UPDATE,
                        "'title': 'Single sign-on with SAML', 'feedback_ids': "
                                + list(List.of(ids.get(0))));
        JsonNode suggested = made.path("suggested_links");
        assertThat(suggested.findValuesAsText("feedback_id"))
                .containsExactly(ids.get(1), ids.get(2));
        assertThat(suggested.path(0).path("similarity_rate").decimalValue().doubleValue())
                .isBetween(0.5, 0.99);
        assertThat(suggested.toString()).doesNotContain("Keys");
    }

    @Test
    void ofTwoAtOnceOneIsTooLate() throws Exception {
        String itemId =
                voice.ok(UPDATE, "'title': 'Audit log'").at("/item/roadmap_item_id").asText();
        List<Callable<ToolResult>> calls = new ArrayList<>();
        for (String status : List.of("planned", "in_progress")) {
            calls.add(
                    () ->
                            voice.as(
                                    ToolFixture.ADMIN,
                                    UPDATE,
                                    of(itemId, 1, "'roadmap_status': '" + status + "'")));
        }
        List<String> answers = CloseLoopTest.together(calls);
        assertThat(answers).filteredOn(each -> each.contains("\"conflict\"")).hasSize(1);
        assertThat(answers).filteredOn(each -> each.contains("\"version\":2")).hasSize(1);
        assertThat(voice.on.value("select version from roadmap_items")).isEqualTo("2");
    }

    @Test
    void wrongArgumentsAreRefusedTogether() {
        JsonNode none = voice.refused(UPDATE, "'version': 2");
        assertThat(none.path("faults").findValuesAsText("field"))
                .containsExactly("title", "version");
        JsonNode nothing = voice.refused(UPDATE, "'roadmap_item_id': 'roadmap_1'");
        assertThat(nothing.path("faults").findValuesAsText("field"))
                .containsExactly("version", "roadmap_status");
        assertThat(
                        voice.refused(UPDATE, "'title': '\\u200b', 'outcome': 'shipped'")
                                .path("faults")
                                .findValuesAsText("field"))
                .containsExactlyInAnyOrder("title", "outcome");
        assertThat(voice.refused(UPDATE, of("roadmap_1", 1, "'title': 'x'")).path("code").asText())
                .isEqualTo("not_found");
        JsonNode unknown = voice.refused(UPDATE, "'title': 'x', 'feedback_ids': ['feedback_x']");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(voice.on.value("select count(*) from roadmap_items")).isEqualTo("0");
        String itemId = voice.ok(UPDATE, "'title': 'A'").at("/item/roadmap_item_id").asText();
        JsonNode stale = voice.refused(UPDATE, of(itemId, 7, "'title': 'B'"));
        assertThat(stale.path("code").asText()).isEqualTo("conflict");
        assertThat(stale.path("message").asText())
                .isEqualTo(
                        "version 7 is not the stored one: the item is at version 1, considering;"
                                + " look at it and decide again");
        assertThat(stale.path("expected").asText()).isEqualTo("1");
        JsonNode would = voice.ok(UPDATE, of(itemId, 1, "'title': 'B', 'dry_run': true"));
        assertThat(would.at("/item/title").asText()).isEqualTo("B");
        assertThat(would.path("is_dry_run").asBoolean()).isTrue();
        assertThat(voice.on.value("select title || version from roadmap_items")).isEqualTo("A1");
        JsonNode key = voice.ok(UPDATE, "'title': 'C', 'idempotency_key': 'k'");
        assertThat(voice.ok(UPDATE, "'title': 'C', 'idempotency_key': 'k'")).isEqualTo(key);
        assertThat(voice.on.value("select count(*) from roadmap_items where title = 'C'"))
                .isEqualTo("1");
    }

    private void title(String id, String title) {
        voice.on.execute(
                "update feedback set title = '%s' where feedback_id = '%s'".formatted(title, id));
    }

    private static String of(String itemId, int version, String more) {
        return "'roadmap_item_id': '%s', 'version': %d, %s".formatted(itemId, version, more);
    }

    private static String list(List<String> ids) {
        return "['" + String.join("', '", ids) + "']";
    }

    private String unpublished(String item) {
        JsonNode refused = voice.refused(UPDATE, item + ", 'publish': true");
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
        return refused.path("message").asText();
    }
}
