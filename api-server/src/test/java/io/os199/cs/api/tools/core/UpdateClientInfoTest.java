package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class UpdateClientInfoTest {
    private static final Principal WITHOUT_PII = new Principal("key_csm", Set.of(Scope.CS_WRITE));

    private final WriteToolsFixture tools = new WriteToolsFixture();

    @BeforeEach
    void acmeAtVersion3() {
        tools.ok(
                tools.register,
                "{'client_name': 'Acme Corp', 'contract_value': 72000, 'csm_assigned': 'kim'}");
        tools.core.run("update clients set version = 3");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void aNewValueIsOneMovement() {
        JsonNode answer = update("'version': 3, 'contract_value': 90000");
        assertThat(answer.at("/client/version").asInt()).isEqualTo(4);
        assertThat(answer.at("/client/contract_value_amount").decimalValue()).isEqualTo("90000.00");
        assertThat(answer.path("changed").toString())
                .isEqualTo(
                        "[{\"field\":\"contract_value\",\"previous\":\"72000.00\",\"current\":\"90000.00\"}]");
        assertThat(effects(answer)).containsExactly("arr_movement");
        assertThat(movement()).isEqualTo("expansion 18000.00 2026-01-15");
        assertThat(tools.value("select current_arr_amount from renewals")).isEqualTo("90000.00");
        assertThat(
                        tools.value(
                                "select string_agg(type, ' ' order by type) from timeline_events"
                                        + " where source = 'update_client_info'"))
                .isEqualTo("contract expansion");
    }

    /** Nothing grows or shrinks before there is anything. */
    @Test
    void aNewValueBeforeTheFirstDayIsWhatTheContractBeginsWith() {
        tools.ok(
                tools.register,
                "{'client_name': 'Globex', 'contract_value': 10000, 'contract_start_date':"
                        + " '2026-02-01'}");
        int version = 1;
        for (String value : List.of("12000", "8000", "0", "9000")) {
            JsonNode answer =
                    tools.ok(
                            tools.update,
                            "{'client_id': 'Globex', 'version': "
                                    + version
                                    + ", 'contract_value': "
                                    + value
                                    + "}");
            version = answer.at("/client/version").asInt();
            assertThat(effects(answer)).containsExactly("arr_movement");
            assertThat(answer.at("/effects/0/detail").asText()).endsWith(" on 2026-02-01");
            assertThat(
                            tools.value(
                                    "select coalesce(string_agg(kind || ' ' || arr_delta_amount ||"
                                        + " ' ' || effective_on, ', '), '') from revenue_movements"
                                        + " join clients using (client_id) where name = 'Globex'"))
                    .isEqualTo(value.equals("0") ? "" : "new " + value + ".00 2026-02-01");
        }
        assertThat(
                        tools.value(
                                "select string_agg(distinct type, ' ') from timeline_events"
                                        + " where source = 'update_client_info'"))
                .isEqualTo("contract");
    }

    @Test
    void ofTwoWithOneVersionOneIsRefused() throws Exception {
        JsonNode call =
                Json.read(
                        "{\"client_id\": \"Acme Corp\", \"version\": 3, \"contract_value\": 90000}",
                        JsonNode.class);
        List<ToolResult> both =
                WriteToolsFixture.twice(
                        () -> tools.core.tools.call(tools.update, ToolFixture.ADMIN, call));
        assertThat(both)
                .filteredOn(ToolResult::isError)
                .singleElement()
                .satisfies(
                        refused -> {
                            assertThat(refused.content().at("/error/code").asText())
                                    .isEqualTo("conflict");
                            assertThat(refused.content().at("/error/version").asInt()).isEqualTo(4);
                        });
        assertThat(tools.value("select count(*) from revenue_movements where kind = 'expansion'"))
                .isEqualTo("1");
    }

    @Test
    void whatIsStoredAlreadyIsNoChange() {
        String events = tools.value("select count(*) from timeline_events");
        JsonNode answer = update("'version': 3, 'csm_assigned': 'kim'");
        assertThat(answer.path("changed")).isEmpty();
        assertThat(answer.at("/client/version").asInt()).isEqualTo(3);
        assertThat(tools.value("select count(*) from timeline_events")).isEqualTo(events);
    }

    @Test
    void ofSeveralContractsOneHasToBeNamed() {
        tools.core.run("delete from revenue_movements");
        tools.core.run("delete from renewals");
        tools.core.run("delete from contracts");
        contract("contract_a", "new", "50000", "2026-01-01", "2026-12-31");
        contract("contract_b", "new", "20000", "2025-07-01", "2026-06-30");
        contract("contract_c", "amendment", "5000", "2025-07-01", "2026-06-30");

        JsonNode error = refused("'version': 3, 'contract_value': 30000");
        assertThat(error.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(error.path("suggestions").findValuesAsText("value"))
                .containsExactly("contract_a", "contract_b");
        tools.assertRows("revenue_movements", 0);

        JsonNode answer =
                update("'version': 3, 'contract_id': 'contract_b', 'contract_value': 30000");
        assertThat(tools.value("select value from contracts where contract_id = 'contract_b'"))
                .isEqualTo("25000.00");
        assertThat(answer.at("/client/contract_value_amount").decimalValue()).isEqualTo("80000.00");
        assertThat(movement()).isEqualTo("expansion 5000.00 2026-01-15");

        JsonNode below =
                refused("'version': 4, 'contract_id': 'contract_b', 'contract_value': 4000");
        assertThat(below.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(below.path("field").asText()).isEqualTo("contract_value");
    }

    @Test
    void anAmendmentMovesWithADateThatItSharesAndKeepsItsOwn() {
        tools.core.run("update contracts set start_date = '2026-01-03'");
        contract("contract_b", "amendment", "5000", "2026-01-03", "2027-01-14");
        contract("contract_c", "amendment", "3000", "2026-04-12", "2027-01-14");
        tools.core.run("update contracts set renewal_date = null where contract_id = 'contract_c'");

        JsonNode renewing = update("'version': 3, 'auto_renew': true");
        assertThat(effects(renewing)).isEmpty();
        assertThat(dates("contract_c")).isEqualTo("2026-04-12 2027-01-14 none");

        JsonNode moved =
                update(
                        "'version': 4, 'contract_start_date': '2026-01-10', 'contract_end_date':"
                                + " '2027-01-31'");
        assertThat(effects(moved)).containsExactly("dates_moved");
        assertThat(moved.path("effects").toString()).contains("contract_b", "contract_c");
        assertThat(dates("contract_b")).isEqualTo("2026-01-10 2027-01-31 2027-01-14");
        assertThat(dates("contract_c")).isEqualTo("2026-04-12 2027-01-31 none");

        JsonNode before =
                refused(
                        "'version': 5, 'contract_end_date': '2026-04-11', 'renewal_date':"
                                + " '2026-04-11'");
        assertThat(before.path("field").asText()).isEqualTo("contract_end_date");
        assertThat(before.path("message").asText()).contains("contract_c");
    }

    @Test
    void aTermMovesAndTheClientsFirstDayStaysThatOfItsFirstContract() {
        contract("contract_a", "new", "0", "2025-01-15", "2026-01-14");
        tools.core.run("update contracts set status = 'expired' where contract_id = 'contract_a'");
        JsonNode answer = update("'version': 3, 'contract_start_date': '2026-01-20'");
        assertThat(answer.at("/client/contract_start_date").asText()).isEqualTo("2025-01-15");
        assertThat(effects(answer)).containsExactly("dates_moved");
        assertThat(answer.at("/effects/0/detail").asText())
                .isEqualTo(
                        "client.contract_start_date is 2025-01-15, the first day of all its"
                                + " contracts");
        tools.core.run("delete from contracts where contract_id = 'contract_a'");
        assertThat(effects(update("'version': 4, 'contract_start_date': '2026-01-21'"))).isEmpty();
    }

    @Test
    void aContactIsAddedChangedAndLeavesAndItsNameIsMasked() {
        JsonNode added =
                update(
                        "'version': 3, 'contact': {'email': 'ada@acme.example', 'name': 'Ada"
                                + " Byron', 'is_primary': true}");
        assertThat(effects(added)).containsExactly("contact_created");
        assertThat(
                        refused("'version': 4, 'contact': {'email': 'new@acme.example'}")
                                .path("field")
                                .asText())
                .isEqualTo("contact.name");
        ToolResult renamed =
                tools.core.tools.call(
                        tools.update,
                        WITHOUT_PII,
                        """
                        {'client_id': 'Acme Corp', 'version': 4,
                         'contact': {'email': 'ADA@acme.example', 'name': 'Ada King', 'left_on': '2026-01-14'}}
                        """);
        assertThat(renamed.content().path("changed").toString())
                .contains("A. B.", "A. K.", "contact.left_on", "contact.is_primary")
                .doesNotContain("Byron", "King");
        assertThat(effects(renamed.content())).containsExactly("contact_left");
        JsonNode again =
                update(
                        "'version': 5, 'contact': {'email': 'ada@acme.example', 'name': 'Ada"
                                + " Byron'}");
        assertThat(effects(again)).containsExactly("contact_created");
        assertThat(
                        tools.value(
                                "select string_agg(action || array_to_string(object_ids, ''), '')"
                                        + " from audit_log"))
                .doesNotContain("Ada", "acme.example");
    }

    @Test
    void profileTagsAttributesAndClearing() {
        JsonNode answer =
                update(
                        """
                        'version': 3, 'client_name': 'Acme Inc', 'tier': 'enterprise', 'industry': 'Retail',
                        'tags_add': ['Key Account'], 'clear_fields': ['csm_assigned', 'renewal_date'],
                        'attributes_set': [{'key': 'region', 'value': 'north'}], 'payment_status': 'late'
                        """);
        assertThat(answer.path("changed").findValuesAsText("field"))
                .containsExactly(
                        "client_name",
                        "industry",
                        "tier",
                        "renewal_date",
                        "payment_status",
                        "csm_assigned",
                        "tags",
                        "attributes.region");
        assertThat(effects(answer)).containsExactly("payment_changed", "features_available");
        assertThat(answer.at("/client/tags/0").asText()).isEqualTo("key-account");
        assertThat(answer.path("client").has("csm_assigned")).isFalse();
        assertThat(tools.value("select name from client_names")).isEqualTo("Acme Inc");
        assertThat(tools.value("select from_status || to_status from payment_status_changes"))
                .isEqualTo("currentlate");
        assertThat(tools.value("select renewal_date from renewals")).isEqualTo("2027-01-14");
    }

    @Test
    void aNewCsmIsToldWhatStaysWithTheOneBefore() {
        tools.core.run(
                """
                insert into tasks (client_id, task_id, title, owner, due_date, source, source_id, status)
                select client_id, 'task_' || n, 'T' || n, case n when 4 then 'lee' else 'Kim' end, '2026-07-01', 'review',
                    'r', case n when 3 then 'done' else 'open' end
                from clients, generate_series(1, 4) n
                """);
        tools.core.run("update renewals set owner = 'kim'");
        JsonNode answer = update("'version': 3, 'csm_assigned': 'lee'");
        assertThat(effects(answer)).containsExactly("owner_kept");
        assertThat(answer.at("/effects/0/detail").asText())
                .isEqualTo("still with kim: 2 open tasks, 1 renewal");
        assertThat(effects(update("'version': 4, 'csm_assigned': 'LEE'"))).isEmpty();
        assertThat(effects(update("'version': 5, 'clear_fields': ['csm_assigned']")))
                .containsExactly("owner_kept");
    }

    @Test
    void aTierTellsOfTheFeaturesThatTheOverviewCounts() {
        tools.core.run(
                "insert into products (product_id, name, family) values ('core', 'Core', 'main'),"
                        + " ('other', 'Other', 'main')");
        tools.core.run("update contracts set products = array['core']");
        feature("basic", "core", "standard", "2025-01-01");
        feature("audit", "core", "enterprise", "2025-01-01");
        feature("later", "core", "enterprise", "2026-06-01");
        feature("of_other", "other", "enterprise", "2025-01-01");
        JsonNode up = update("'version': 3, 'tier': 'enterprise'");
        assertThat(up.at("/effects/0/detail").asText())
                .isEqualTo("1 feature becomes available, 2 in all");
        JsonNode usage = tools.ok(tools.core.overview, "{'client_id': 'Acme Corp'}").path("usage");
        assertThat(
                        usage.path("core_features_available_count").asInt()
                                + usage.path("other_features_available_count").asInt())
                .isEqualTo(2);
        JsonNode down = update("'version': 4, 'tier': 'starter'");
        assertThat(down.at("/effects/0/detail").asText())
                .isEqualTo("2 features are no longer available, 0 in all");
    }

    @Test
    void aRenewalWithoutADateIsDueWhenTheTermEnds() {
        update("'version': 3, 'included_users': 20, 'renewal_date': '2026-12-01'");
        JsonNode answer =
                update("'version': 4, 'clear_fields': ['included_users', 'renewal_date']");
        assertThat(answer.path("changed").findValuesAsText("current")).isEmpty();
        assertThat(answer.at("/client/renewal_date").asText()).isEqualTo("2027-01-14");
        assertThat(answer.at("/effects/0/effect").asText()).isEqualTo("renewal_moved");
        assertThat(tools.value("select renewal_date from renewals")).isEqualTo("2027-01-14");
        assertThat(
                        tools.value(
                                "select detail from timeline_events where type = 'contract' and"
                                        + " jsonb_exists(detail, 'cleared')"))
                .isEqualTo("{\"cleared\": [\"renewal_date\", \"included_users\"]}");
        JsonNode found = tools.ok(tools.core.list, "{'renewal_within_days': 365}");
        assertThat(found.path("total_count").asInt()).isEqualTo(1);
    }

    @Test
    void aClientWonBackGetsAContractAndAReactivation() {
        tools.core.run("update contracts set status = 'terminated'");
        tools.core.run("update clients set contract_value = 0");
        tools.core.run(
                "insert into revenue_movements (client_id, effective_on, movement_id, kind,"
                    + " arr_delta_amount) select client_id, '2026-01-15', 'movement_z', 'churn',"
                    + " -72000 from clients");
        JsonNode answer = update("'version': 3, 'contract_value': 1000");
        assertThat(effects(answer)).containsExactly("contract_created", "arr_movement");
        assertThat(tools.value("select kind from revenue_movements where arr_delta_amount = 1000"))
                .isEqualTo("reactivation");
    }

    @Test
    void aClientWonBackHasNoContractFromBeforeItsChurn() {
        tools.core.run("update contracts set status = 'terminated'");
        tools.core.run("update clients set contract_value = 0");
        tools.core.run(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) select"
                        + " client_id, '2026-01-10', 'price', 72000 from clients");
        JsonNode early =
                refused(
                        "'version': 3, 'contract_value': 1000, 'contract_start_date':"
                                + " '2026-01-09'");
        assertThat(early.path("field").asText()).isEqualTo("contract_start_date");
        assertThat(early.toString()).contains("before 2026-01-10, when the client churned");
        assertThat(early.path("expected").asText()).isEqualTo("2026-01-10 or later");
        update("'version': 3, 'contract_value': 1000, 'contract_start_date': '2026-01-10'");
        assertThat(refused("'version': 4, 'contract_start_date': '2026-01-09'").toString())
                .contains("2026-01-10, when the client churned");
        // For a churned client the first refusal is that it has to come back.
        tools.core.run("update clients set status = 'churned', lifecycle_stage = 'churned'");
        assertThat(code("'version': 4, 'contract_start_date': '2026-01-09'"))
                .isEqualTo("failed_precondition");
    }

    @Test
    void whoLosesANameAtTheLastMomentIsToldByWhom() throws Exception {
        try (Handle other = tools.core.jdbi.open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.begin();
            other.execute(
                    "insert into client_names (client_id, name) values ('client_g', 'Globex')");
            Future<JsonNode> lost =
                    threads.submit(() -> refused("'version': 3, 'client_name': 'globex'"));
            TestJobs.until(() -> waiting().equals("1"));
            other.commit();
            assertThat(lost.get().path("code").asText()).isEqualTo("conflict");
            assertThat(lost.get().at("/suggestions/0/value").asText()).isEqualTo("client_g");
        }
        assertThat(tools.value("select version from clients")).isEqualTo("3");
    }

    private String waiting() {
        return tools.value(
                "select count(*) from pg_stat_activity where datname = current_database() and"
                        + " wait_event_type = 'Lock'");
    }

    @Test
    void refusalsSayWhatToSend() {
        tools.ok(tools.register, "{'client_name': 'Globex Ltd'}");
        assertThat(code("'version': 3")).isEqualTo("invalid_argument");
        assertThat(code("'version': 3, 'industry': 'Retail', 'clear_fields': ['industry']"))
                .isEqualTo("invalid_argument");
        assertThat(
                        refused("'version': 3, 'industry': 'Retail', 'contract_id': 'contract_x'")
                                .path("field")
                                .asText())
                .isEqualTo("contract_id");
        JsonNode unseen =
                refused(
                        "'version': 3, 'csm_assigned': '\\u200b', 'contact': {'email':"
                                + " 'a@acme.example', 'name': ' '}");
        assertThat(unseen.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("csm_assigned", "contact.name");
        assertThat(code("'version': 3, 'status': 'churned'")).isEqualTo("invalid_argument");
        assertThat(code("'version': 3, 'contract_end_date': '2026-01-15'"))
                .isEqualTo("invalid_argument");
        assertThat(code("'version': 3, 'client_name': 'globex ltd'")).isEqualTo("conflict");
        assertThat(code("'version': 3, 'contract_id': 'contract_x', 'auto_renew': true"))
                .isEqualTo("not_found");
        tools.core.run("update clients set status = 'churned', lifecycle_stage = 'churned'");
        assertThat(code("'version': 3, 'industry': 'Retail'")).isEqualTo("failed_precondition");
    }

    private JsonNode update(String arguments) {
        return tools.ok(tools.update, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    private JsonNode refused(String arguments) {
        return tools.refused(tools.update, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    private String code(String arguments) {
        return refused(arguments).path("code").asText();
    }

    private static List<String> effects(JsonNode answer) {
        return answer.path("effects").findValuesAsText("effect");
    }

    private String movement() {
        return tools.value(
                "select kind || ' ' || arr_delta_amount || ' ' || effective_on from"
                        + " revenue_movements order by kind limit 1");
    }

    private void feature(String key, String product, String tier, String releasedOn) {
        tools.core.run(
                """
                insert into features (feature_id, key, name, product_id, min_tier, released_on)
                values (?, ?, ?, ?, ?, ?::date)
                """,
                "feature_" + key,
                key,
                key,
                product,
                tier,
                releasedOn);
    }

    private String dates(String contractId) {
        return tools.value(
                "select concat_ws(' ', start_date, end_date, coalesce(cast(renewal_date as text),"
                        + " 'none')) from contracts where contract_id = '"
                        + contractId
                        + "'");
    }

    private void contract(String id, String type, String value, String start, String end) {
        tools.core.run(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                select client_id, ?, ?, ?::numeric, ?::date, ?::date, ?::date, 'standard' from clients
                """,
                id,
                type,
                value,
                start,
                end,
                end);
    }
}
