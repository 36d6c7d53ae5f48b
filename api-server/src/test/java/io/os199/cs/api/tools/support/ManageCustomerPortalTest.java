package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.support.portal.Portals;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.Set;

/** The worked examples of the tool, and other things that callers do. */
class ManageCustomerPortalTest {
    private final TestClock clock = new TestClock("2026-11-11T09:00:00Z");
    private SupportFixture support;
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() throws SQLException {
        support = new SupportFixture(clock, "professional", "starter");
        database = support.database;
        fixture = support.tools;
        tool =
                new ManageCustomerPortal(
                        database.database(),
                        new ClientDirectory(),
                        new Portals(new Timeline(), new AuditLog(clock), ClientAnswers.unkept()),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    @AfterEach
    void close() {
        support.close();
    }

    @Test
    void aColourThatCannotBeReadIsWarnedOf() {
        assertThat(status("Acme Corp").path("warnings")).isEmpty();
        JsonNode set = yes("'action': 'customize', 'primary_color': '#ffcc00', 'version': 0");
        assertThat(set.path("warnings").get(0).asText())
                .isEqualTo(
                        "primary_color #FFCC00 has a contrast of 1.51 with white; text needs 4.5");
        assertThat(set.at("/portal/version").asInt()).isEqualTo(1);
        JsonNode back = yes("'action': 'customize', 'primary_color': '', 'version': 1");
        assertThat(back.at("/portal/branding/primary_color").asText()).isEqualTo("#0066CC");
    }

    @Test
    void visitsOfAPeriodAreComparedWithThePeriodBefore() {
        visits("2026-11-11", 72);
        visits("2026-10-13", 60);
        visits("2026-10-12", 118);
        JsonNode up = ok("'action': 'get_activity'");
        assertThat(up.path("period_visit_count").asInt()).isEqualTo(132);
        assertThat(up.path("previous_visit_count").asInt()).isEqualTo(118);
        assertThat(up.path("trend").asText()).isEqualTo("up");
        assertThat(up.path("avg_daily_user_count").asText()).isEqualTo("5.00");
        assertThat(up.has("visits_per_ticket")).isFalse();
        assertThat(up.at("/by_weekday/2/visit_count").asInt()).isEqualTo(72);
        assertThat(up.at("/by_week/0/week_start_on").asText()).isEqualTo("2026-10-12");
        support.execute("update portal_visits set visit_count = 8 where day = '2026-10-12'");
        JsonNode few = ok("'action': 'get_activity'");
        assertThat(few.has("trend")).isFalse();
        assertThat(few.at("/data_gaps/0/reason").asText()).isEqualTo("small_sample");

        support.execute("delete from portal_visits");
        visits("2026-11-01", 60);
        tickets(24, "other");
        assertThat(ok("'action': 'get_activity'").path("visits_per_ticket").asText())
                .isEqualTo("2.50");
        JsonNode advice = status("Acme Corp").path("recommendations");
        assertThat(advice.findValuesAsText("rule_id")).containsExactly("PRT-2");
        assertThat(advice.findValuesAsText("tool")).containsExactly("manage_knowledge_base");

        visits("2026-11-02", 539);
        tickets(176, "bug_report");
        assertThat(ok("'action': 'get_activity'").path("visits_per_ticket").asText())
                .isEqualTo("3.00");
        assertThat(status("Acme Corp").path("recommendations").findValuesAsText("because"))
                .as("2.995 is fewer than 3")
                .containsExactly("599 visits for 200 tickets");
    }

    @Test
    void aClientWithoutAnyRowHasTheDefaults() {
        JsonNode starter = status("Beta Ltd");
        assertThat(starter.at("/portal/features").toString())
                .isEqualTo(
                        "{\"tickets\":true,\"kb\":true,\"downloads\":true,\"api_access\":false,\"chat\":false}");
        assertThat(starter.path("visit_count").asInt()).isZero();
        assertThat(starter.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("PRT-1");
        assertThat(status("Acme Corp").at("/portal/features/api_access").asBoolean()).isTrue();
        JsonNode refused =
                fixture.refused(
                        tool,
                        "{'client_id': 'Beta Ltd', 'action': 'enable_feature', 'enable_feature':"
                                + " 'api_access', 'version': 0}");
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
    }

    @Test
    void chatNeedsTheIntegrationThatCarriesIt() {
        String chat = "'action': 'enable_feature', 'enable_feature': 'chat', 'version': 0";
        assertThat(refused(chat).path("code").asText()).isEqualTo("failed_precondition");

        support.execute("update integrations set enabled = true where name = 'intercom'");
        JsonNode on = yes(chat);
        assertThat(on.path("changed").asBoolean()).isTrue();
        assertThat(on.at("/portal/features/chat").asBoolean()).isTrue();

        support.execute("update integrations set enabled = false where name = 'intercom'");
        assertThat(status("Acme Corp").at("/portal/features/chat").asBoolean()).isFalse();
    }

    @Test
    void aFeatureIsSwitchedWithAYesAndOnceOnly() {
        JsonNode asked =
                refused("'action': 'disable_feature', 'disable_feature': 'kb', 'version': 0");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode off = yes("'action': 'disable_feature', 'disable_feature': 'kb', 'version': 0");
        assertThat(off.path("changed").asBoolean()).isTrue();
        assertThat(off.at("/portal/features/kb").asBoolean()).isFalse();
        JsonNode same = ok("'action': 'disable_feature', 'disable_feature': 'kb', 'version': 1");
        assertThat(same.path("changed").asBoolean()).isFalse();
        assertThat(
                        support.value(
                                "select count(*) from timeline_events where type = 'profile' and"
                                        + " title like 'Portal%'"))
                .isEqualTo("1");
        assertThat(
                        refused("'action': 'enable_feature', 'enable_feature': 'kb', 'version': 0")
                                .path("code")
                                .asText())
                .isEqualTo("conflict");
        tickets(10, "how_to_question");
        assertThat(status("Acme Corp").path("recommendations").findValuesAsText("rule_id"))
                .contains("PRT-3");
        Principal writer = new Principal("kim", Set.of(Scope.CS_READ, Scope.CS_WRITE));
        assertThat(
                        fixture.call(
                                        tool,
                                        writer,
                                        Json.read(
                                                "{\"client_id\": \"Acme Corp\", \"action\":"
                                                        + " \"enable_feature\", \"enable_feature\":"
                                                        + " \"kb\", \"version\": 1}",
                                                JsonNode.class))
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
    }

    @Test
    void aDomainIsOneClients() {
        yes("'action': 'customize', 'custom_domain': 'Help.Acme.example', 'version': 0");
        assertThat(status("Acme Corp").at("/portal/branding/custom_domain").asText())
                .isEqualTo("help.acme.example");
        JsonNode taken =
                fixture.refused(
                        tool,
                        "{'client_id': 'Beta Ltd', 'action': 'customize', 'custom_domain':"
                                + " 'help.acme.example', 'version': 0}");
        assertThat(taken.path("code").asText()).isEqualTo("conflict");
        assertThat(taken.toString()).doesNotContain("Acme");
        yes("'action': 'customize', 'custom_domain': '', 'version': 1");
        assertThat(support.value("select count(*) from portal_domains")).isEqualTo("0");
    }

    @Test
    void resourcesAreAddedListedAndRemoved() {
        String add =
                "'action': 'add_resource', 'resource_type': 'training', 'url':"
                        + " 'https://learn.our.example/a', 'title': ";
        String second = yes(add + "'Second'").path("resource_id").asText();
        String first = yes(add + "'First'").path("resource_id").asText();
        support.execute(
                "insert into portal_resource_views (client_id, day, resource_id, view_count) values"
                        + " ('client_a', '2026-11-01', '%s', 7), ('client_a', '2026-08-01', '%1$s', 9)"
                                .formatted(first));
        JsonNode page = ok("'action': 'list_resources', 'limit': 1");
        assertThat(page.at("/resources/0/title").asText()).isEqualTo("First");
        assertThat(page.at("/resources/0/view_count90d").isMissingNode()).isTrue();
        assertThat(page.at("/resources/0/view_count_90d").asInt()).isEqualTo(7);
        assertThat(page.path("total_count").asInt()).isEqualTo(2);
        JsonNode next =
                ok(
                        "'action': 'list_resources', 'limit': 1, 'cursor': '"
                                + page.path("next_cursor").asText()
                                + "'");
        assertThat(next.at("/resources/0/resource_id").asText()).isEqualTo(second);
        assertThat(ok("'action': 'list_resources', 'resource_type': 'api_docs'").path("resources"))
                .isEmpty();
        yes("'action': 'remove_resource', 'resource_id': '" + first + "'");
        assertThat(
                        refused("'action': 'remove_resource', 'resource_id': '" + first + "'")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
    }

    @Test
    void whatIsWrongIsSaidTogether() {
        JsonNode wrong =
                refused(
                        "'action': 'customize', 'version': 0, 'logo_url': 'http://a.example/l.png',"
                                + " 'custom_domain': 'not a host'");
        assertThat(wrong.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(wrong.path("faults").findValuesAsText("field"))
                .contains("logo_url", "custom_domain");
        assertThat(refused("'action': 'customize', 'version': 0").toString())
                .contains("nothing to change");
        assertThat(
                        refused("'action': 'customize', 'version': 0, 'primary_color': 'red'")
                                .path("code")
                                .asText())
                .isEqualTo("invalid_argument");
    }

    private void visits(String day, int count) {
        support.execute(
                "insert into portal_visits (client_id, day, visit_count, user_count, kb_view_count)"
                        + " values ('client_a', '%s', %d, 5, 3)".formatted(day, count));
    }

    private void tickets(int count, String category) {
        support.execute(
                "insert into tickets (client_id, ticket_id, subject, description_text, priority,"
                        + " category, opened_at) select 'client_a', '%1$s_' || i, 's', 'd', 'P3', '%1$s',"
                                .formatted(category)
                        + " timestamptz '2026-11-01T00:00Z' from generate_series(1, %d) i"
                                .formatted(count));
    }

    private JsonNode status(String client) {
        return fixture.ok(tool, "{'client_id': '" + client + "'}");
    }

    private JsonNode ok(String arguments) {
        return fixture.ok(tool, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    private JsonNode refused(String arguments) {
        return fixture.refused(tool, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    /** Performs the action with a person's confirmation. */
    private JsonNode yes(String arguments) {
        return ok(
                arguments
                        + ", 'confirmation_token': '"
                        + refused(arguments).path("confirmation_token").asText()
                        + "'");
    }
}
