package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.health.segments.CriterionField;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The split through the tool, with the figures of the worked example; saving is in {@code SegmentSavingTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentCustomersTest {
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final TestDatabase server = TestDatabase.create();
    private final ToolFixture tools = new ToolFixture(server.database(), clock);
    private SegmentCustomers tool;

    @BeforeAll
    void open() {
        Jobs jobs = ToolFixture.jobs(server, clock);
        tool =
                new SegmentCustomers(
                        server.database(),
                        ClientAnswers.unkept(),
                        new JobCalls(jobs, new AuditLog(clock)));
    }

    @BeforeEach
    void clear() {
        run("truncate client_names, segments cascade");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void valueBandsHoldTheirLowerEndsAndAddUp() {
        arr(500, 200, 100, 80, 60, 30, 20, 10);
        JsonNode answer =
                tools.ok(
                        tool,
                        "{'segmentation_type': 'value_based', 'min_segment_size': 1,"
                                + " 'members_per_segment': 2}");
        assertThat(counts(answer))
                .containsExactly("vip 3", "high_value 2", "standard 3", "small 0");
        assertThat(answer.at("/concentration/clients_for_80_percent_arr_count").asInt())
                .isEqualTo(3);
        assertThat(answer.at("/concentration/top_20_percent_arr_rate").decimalValue())
                .isEqualTo("0.7000");
        JsonNode vip = answer.at("/segments/0");
        assertThat(vip.at("/total_arr_amount").decimalValue()).isEqualTo("800000.00");
        assertThat(vip.at("/client_share_rate").decimalValue()).isEqualTo("0.3750");
        assertThat(vip.at("/arr_share_rate").decimalValue()).isEqualTo("0.8000");
        assertThat(vip.at("/median_arr_amount").decimalValue()).isEqualTo("200000.00");
        assertThat(vip.at("/mean_arr_vs_portfolio_percent").decimalValue()).isEqualTo("113.33");
        assertThat(vip.at("/strategy/model").asText()).isEqualTo("named_senior_csm");
        assertThat(vip.at("/members").findValuesAsText("client_id")).containsExactly("c1", "c2");
        assertThat(vip.at("/criteria/0").toString())
                .isEqualTo("{\"field\":\"arr_amount\",\"op\":\"gte\",\"value\":\"100000\"}");
        JsonNode small = answer.at("/segments/3");
        assertThat(small.at("/is_below_min_size").asBoolean()).isTrue();
        assertThat(small.has("mean_arr_amount")).isFalse();
        assertThat(small.has("strategy")).isFalse();
        assertThat(answer.has("moves")).isFalse();
    }

    @Test
    void otherThresholdsNameTheirBandsFromTheLowestOn() {
        arr(5, 20, 300);
        JsonNode answer =
                tools.ok(
                        tool,
                        "{'segmentation_type': 'value_based', 'arr_thresholds': [10000, 20000]}");
        assertThat(counts(answer)).containsExactly("arr_3 2", "arr_1 1", "arr_2 0");
    }

    @Test
    void aClientWithoutAScoreIsInNoRangeAndIsFoundAsMissing() {
        arr(1, 1, 1);
        run("update clients set tier = 'enterprise' where client_id in ('c1', 'c2')");
        score("c1", "60", "at_risk", "30");
        score("c3", "50", "at_risk", "90");
        String custom = "{'segmentation_type': 'custom', 'segment_name': 'Big', 'criteria': [%s]}";
        String tier = "{'field': 'tier', 'op': 'in', 'values': ['Enterprise']}";
        assertThat(
                        counts(
                                tools.ok(
                                        tool,
                                        custom.formatted(
                                                "{'field': 'health_score', 'op': 'lt', 'value':"
                                                        + " '65'}, "
                                                        + tier))))
                .containsExactly("rest 2", "big 1");
        assertThat(
                        counts(
                                tools.ok(
                                        tool,
                                        custom.formatted(
                                                "{'field': 'health_score', 'op': 'is_missing'}, "
                                                        + tier))))
                .containsExactly("rest 2", "big 1");
        assertThat(
                        counts(
                                tools.ok(
                                        tool,
                                        "{'segmentation_type': 'usage_based', 'criteria': ["
                                                + tier
                                                + "]}")))
                .contains("dormant 1", "no_usage_data 1", "power 0");
        assertThat(counts(tools.ok(tool, "{'segmentation_type': 'health_based'}")))
                .contains("at_risk 2", "unscored 1");
    }

    @Test
    void everyFieldAndOperatorIsSqlThatRuns() {
        arr(1, 2);
        run("update clients set tags = '{Pilot,eu}', csm = 'Kim' where client_id = 'c1'");
        for (CriterionField field : CriterionField.values()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            assertThat(
                            in("'" + name + "'", "is_missing", "")
                                    + in("'" + name + "'", "is_present", ""))
                    .as(name)
                    .isEqualTo(2);
        }
        for (String op : List.of("eq", "lt", "lte", "gt", "gte", "ne")) {
            assertThat(in("'arr_amount'", op, ", 'value': '1000'"))
                    .as(op)
                    .isEqualTo(
                            List.of("eq", "lte", "gt", "ne").contains(op)
                                    ? 1
                                    : op.equals("gte") ? 2 : 0);
        }
        assertThat(in("'arr_amount'", "between", ", 'values': ['1000.00', '2000']")).isEqualTo(2);
        assertThat(in("'tag'", "eq", ", 'value': 'PILOT'")).isEqualTo(1);
        assertThat(in("'tag'", "in", ", 'values': ['us', 'EU']")).isEqualTo(1);
        assertThat(in("'csm'", "ne", ", 'value': 'kim'")).isZero();
        assertThat(in("'csm'", "not_in", ", 'values': ['lee']")).isEqualTo(1);
        assertThat(in("'csm'", "eq", ", 'value': '\\u0027 or true --'")).isZero();
    }

    @Test
    void industriesAreOneWhateverTheirCaseAndTheRestGoesTogether() {
        arr(9, 8, 7, 6, 5, 4);
        run("update clients set industry = 'Retail' where client_id in ('c1', 'c4')");
        run("update clients set industry = ' retail' where client_id = 'c2'");
        run("update clients set industry = 'Mining' where client_id = 'c3'");
        run("update clients set industry = 'Energy' where client_id = 'c5'");
        JsonNode answer =
                tools.ok(tool, "{'segmentation_type': 'industry', 'min_segment_size': 2}");
        assertThat(counts(answer)).containsExactly("retail 3", "other 2", "unknown 1");

        run("update clients set industry = 'i' || client_id");
        many(30);
        JsonNode beyond =
                tools.ok(tool, "{'segmentation_type': 'industry', 'min_segment_size': 1}");
        assertThat(beyond.at("/segments")).hasSize(20);
        assertThat(counts(beyond)).contains("other 17");
        assertThat(beyond.at("/client_count").asInt()).isEqualTo(36);
    }

    @Test
    void figuresComeFromTheRowsOfTheSegmentsClients() {
        arr(100, 50, 10);
        run("update clients set lifecycle_stage = 'active', renewal_date = '2026-09-29'");
        run("update clients set renewal_date = '2026-09-30' where client_id = 'c2'");
        run("update clients set csm = 'Kim' where client_id = 'c1'");
        run(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('c1', '2025-07-01', 'm1', 'new', 80000), ('c2', '2025-07-02', 'm2', 'new', 50000)
                """);
        run(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                select 'c1', 'r' || n, 'nps', case when n <= 3 then 10 else 2 end, 'p' || least(n, 5) || '@x.example',
                    timestamptz '2026-06-01' + n * interval '1 hour'
                from generate_series(1, 6) n
                """);
        JsonNode active = segment(tools.ok(tool, "{'segmentation_type': 'lifecycle'}"), "active");
        assertThat(active.at("/renewal_90d_count").asInt()).isEqualTo(2);
        assertThat(active.at("/renewal_90d_arr_amount").decimalValue()).isEqualTo("110000.00");
        assertThat(active.at("/arr_growth_12m_percent").decimalValue()).isEqualTo("25.00");
        assertThat(active.at("/nps").decimalValue()).isEqualTo("20.00");
        assertThat(active.at("/csm_count").asInt()).isEqualTo(1);
        assertThat(active.at("/without_csm_count").asInt()).isEqualTo(2);
        assertThat(active.at("/by_band/4/client_count").asInt()).isEqualTo(3);

        // A later answer of the contact with the first address takes the place of that one.
        run(
                """
                insert into contacts (client_id, contact_id, email) values ('c1', 'contact_1', 'P1@x.example')
                """);
        run(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_id, responded_at)
                values ('c1', 'r7', 'nps', 2, 'contact_1', '2026-06-02 00:00Z')
                """);
        JsonNode later = segment(tools.ok(tool, "{'segmentation_type': 'lifecycle'}"), "active");
        assertThat(later.at("/nps").decimalValue()).isEqualTo("-20.00");
    }

    /** 64.996 is shown as 65.00. */
    @Test
    void aMeanIsComparedBeforeItIsRounded() {
        arr(1, 1, 1, 1, 1);
        for (int i = 1; i <= 5; i++) {
            score("c" + i, i == 5 ? "64.98" : "65.00", "watch", "50");
        }
        JsonNode below = tools.ok(tool, "{'segmentation_type': 'health_based'}");
        assertThat(segment(below, "watch").path("mean_health_score").asText()).isEqualTo("65.00");
        assertThat(below.path("recommendations").findValuesAsText("rule_id")).contains("SG_RESCUE");
        run("update health_scores set overall = 65");
        JsonNode at = tools.ok(tool, "{'segmentation_type': 'health_based'}");
        assertThat(at.path("recommendations").findValuesAsText("rule_id"))
                .doesNotContain("SG_RESCUE");
    }

    @Test
    void theChurnedAreLookedAtOnlyWhenAskedFor() {
        arr(1, 2);
        run(
                "update clients set status = 'churned', lifecycle_stage = 'churned' where client_id"
                        + " = 'c1'");
        assertThat(tools.ok(tool, "{'segmentation_type': 'lifecycle'}").at("/client_count").asInt())
                .isEqualTo(1);
        JsonNode gone =
                tools.ok(
                        tool,
                        "{'segmentation_type': 'lifecycle', 'criteria': [{'field': 'status', 'op':"
                                + " 'eq', 'value': 'churned'}]}");
        assertThat(counts(gone)).contains("churned 1");
        assertThat(gone.at("/client_count").asInt()).isEqualTo(1);
        assertThat(gone.at("/evidence/portfolio_mean_arr_amount").decimalValue())
                .isEqualTo("2000.00");
    }

    @Test
    void noClientIsAnsweredWithZeros() {
        JsonNode answer = tools.ok(tool, "{'segmentation_type': 'value_based'}");
        assertThat(counts(answer))
                .containsExactly("high_value 0", "small 0", "standard 0", "vip 0");
        assertThat(answer.at("/segments/0/client_share_rate").decimalValue()).isEqualTo("0.0000");
        assertThat(answer.at("/concentration").size()).isEqualTo(1);
        assertThat(tools.ok(tool, "{'segmentation_type': 'industry'}").at("/segments")).isEmpty();
    }

    @Test
    void everythingWrongWithTheCriteriaIsSaidAtOnce() {
        JsonNode one =
                tools.refused(
                        tool,
                        "{'segmentation_type': 'lifecycle', 'criteria': [{'field': 'arr_amount',"
                                + " 'op': 'gt', 'value': '1 OR 1=1'}]}");
        assertThat(one.at("/code").asText()).isEqualTo("invalid_argument");
        assertThat(one.at("/field").asText()).isEqualTo("criteria[0].value");
        JsonNode many =
                tools.refused(
                        tool,
                        """
                        {'segmentation_type': 'custom', 'criteria': [
                            {'field': 'shoe_size', 'op': 'gt', 'value': '1'},
                            {'field': 'arr_amount', 'op': 'sounds_like', 'value': '1'},
                            {'field': 'tier', 'op': 'lt', 'value': 'starter'},
                            {'field': 'arr_amount', 'op': 'between', 'values': ['1']},
                            {'field': 'arr_amount', 'op': 'between', 'values': ['2', '1']},
                            {'field': 'tier', 'op': 'in', 'values': ['gold']},
                            {'field': 'csm', 'op': 'is_missing', 'value': 'kim'},
                            {'field': 'csm', 'op': 'eq', 'values': ['kim']}]}\
                        """);
        assertThat(many.at("/faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "criteria[0].field",
                        "criteria[1].op",
                        "criteria[2].op",
                        "criteria[3].values",
                        "criteria[4].values",
                        "criteria[5].values[0]",
                        "criteria[6].value",
                        "criteria[7].values",
                        "criteria[7].value",
                        "segment_name");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'segmentation_type': 'custom', 'segment_name': 'Rest',"
                                                + " 'criteria': []}")
                                .at("/faults")
                                .findValuesAsText("message"))
                .containsExactly(
                        "criteria is needed by custom; send 1 to 10 rules",
                        "segment_name rest is taken: it stands for the clients outside the segment;"
                                + " send another name");
        assertThat(
                        tools.refused(
                                        tool,
                                        """
                                        {'segmentation_type': 'lifecycle', 'criteria': [
                                            {'field': 'health_score', 'op': 'lt', 'value': '0.6'},
                                            {'field': 'usage_score', 'op': 'between', 'values': ['0', '0.5']},
                                            {'field': 'change_points', 'op': 'lt', 'value': '0.5'}]}\
                                        """)
                                .at("/message")
                                .asText())
                .isEqualTo(
                        "criteria[0].value 0.6 is no score: scores go from 0 to 100; send 60 for 60"
                                + " %; criteria[1].values[1] 0.5 is no score: scores go from 0 to"
                                + " 100; send 50 for 50 %");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'segmentation_type': 'industry', 'arr_thresholds': [5,"
                                                + " 5]}")
                                .at("/faults"))
                .hasSize(2);
    }

    @Test
    void savingIsForThoseWhoMayWriteAndNeedsANameOfItsOwn() {
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        String save = "{'segmentation_type': 'value_based', 'save': true, 'wait_seconds': 0}";
        JsonNode refused = tools.call(tool, reader, save).content().at("/error");
        assertThat(refused.at("/code").asText()).isEqualTo("forbidden");
        assertThat(refused.at("/field").asText()).isEqualTo("save");
        run(
                """
                insert into segments (segment_id, type, key, name, criteria, computed_at, total_arr_amount)
                values ('segment_1', 'custom', 'value: vip', 'Value: VIP', '[]', now(), 0)
                """);
        JsonNode taken = tools.refused(tool, save);
        assertThat(taken.at("/code").asText()).isEqualTo("conflict");
        assertThat(taken.at("/message").asText()).contains("Value: VIP");
    }

    private int in(String field, String op, String more) {
        JsonNode answer =
                tools.ok(
                        tool,
                        "{'segmentation_type': 'custom', 'segment_name': 'S', 'criteria':"
                                + " [{'field': %s, 'op': '%s'%s}]}".formatted(field, op, more));
        return segment(answer, "s").at("/client_count").asInt();
    }

    private static JsonNode segment(JsonNode answer, String key) {
        return StreamSupport.stream(answer.at("/segments").spliterator(), false)
                .filter(each -> each.at("/key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> counts(JsonNode answer) {
        return StreamSupport.stream(answer.at("/segments").spliterator(), false)
                .map(each -> each.at("/key").asText() + " " + each.at("/client_count").asInt())
                .toList();
    }

    /** Adds clients c1, c2, … with these ARRs in thousands. */
    private void arr(int... thousands) {
        for (int i = 0; i < thousands.length; i++) {
            String id = "c" + (i + 1);
            run("insert into client_names (client_id, name) values (?, ?)", id, "Client " + id);
            run(
                    "insert into clients (client_id, name, company_name, contract_value) values (?,"
                            + " ?, ?, ?)",
                    id,
                    "Client " + id,
                    id,
                    thousands[i] * 1000);
        }
    }

    private void many(int count) {
        run(
                "insert into client_names (client_id, name) select 'd' || n, 'D' || n from"
                        + " generate_series(1, ?) n",
                count);
        run(
                "insert into clients (client_id, name, company_name, industry, contract_value)"
                    + " select 'd' || n, 'D' || n, 'D', 'j' || n, 1000 * n from generate_series(1,"
                    + " ?) n",
                count);
    }

    private void score(String clientId, String overall, String band, String usage) {
        run(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, usage, coverage, band, inputs)
                select ?, model_id, model_version, 30, '2026-07-01', now(), now(), ?::numeric, ?::numeric, 1, ?,
                    '{"active_user_count": 3}'
                from scoring_models where kind = 'health'
                """,
                clientId,
                overall,
                usage,
                band);
    }

    private void run(String sql, Object... values) {
        server.jdbi().useHandle(handle -> handle.execute(sql, values));
    }
}
