package io.os199.cs.api.tools.feedback;

import static io.os199.cs.api.tools.feedback.VoiceFixture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.voice.report.VoiceReport;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reports of {@code manage_voice_of_customer} and their summaries: whose figures they contain, and that the same rows
 * yield the same report.
 */
class VoiceReportTest {
    private static final String CREATE = "create_voc_report";
    private static final String SUMMARIZE = "generate_executive_summary";

    private final VoiceFixture voice = new VoiceFixture();
    private final FeedbackFixture on = voice.on;

    @AfterEach
    void close() {
        voice.close();
    }

    @Test
    void figuresAreThoseOfTheToolsForTheSamePeriod() {
        customersSpeak();
        JsonNode report = voice.ok(CREATE, "'client_id': 'client_a'");
        AnalyzeFeedbackSentiment analysis =
                new AnalyzeFeedbackSentiment(
                        on.server.database(),
                        on.features.directory(),
                        ClientAnswers.unkept(),
                        new JobCalls(ToolFixture.jobs(on.server, on.clock), on.features.auditLog()),
                        voice.cursors);
        JsonNode said = on.ok(analysis, "{'client_id': 'client_a'}");
        JsonNode executive = report.at("/sections/executive");
        assertThat(executive.path("sentiment")).isEqualTo(said.path("sentiment"));
        assertThat(executive.path("surveys")).isEqualTo(said.path("surveys"));
        assertThat(executive.path("trend")).isEqualTo(said.path("trend"));
        assertThat(executive.path("critical_issues")).isEqualTo(said.path("critical_issues"));
        assertThat(executive.path("top_themes").findValuesAsText("theme_id"))
                .containsAll(said.at("/themes/negative").findValuesAsText("theme_id"));
        JsonNode loops = voice.ok("track_feedback_loop", "'client_id': 'client_a'");
        assertThat(report.at("/sections/cs_team/loops")).isEqualTo(loops.path("metrics"));
        assertThat(report.at("/sections/cs_team/open_loops").size())
                .isEqualTo(Math.min(10, loops.path("open_items").size()));
        assertThat(report.at("/counts/item_count")).isEqualTo(said.at("/counts/item_count"));
        assertThat(report.at("/quotes/0/untrusted").asBoolean()).isTrue();
        assertThat(report.path("client_name").asText()).isEqualTo("Acme Corp");
        assertThat(report.at("/period/period_start").asText()).isEqualTo("2026-06-01");
        assertThat(report.path("report_type").asText()).isEqualTo("monthly");
        assertThat(report.toString().length()).isLessThan(24_000);
    }

    @Test
    void eachAudienceReadsItsSections() {
        customersSpeak();
        assertThat(sections("executive")).containsExactly("executive");
        assertThat(sections("product")).containsExactly("product");
        assertThat(sections("cs_team")).containsExactly("cs_team");
        assertThat(sections("all")).containsExactly("executive", "product", "cs_team");
        assertThat(on.value("select count(*) from voc_reports")).isEqualTo("4");
        JsonNode product =
                voice.ok(CREATE, "'client_id': 'client_a', 'target_audience': 'product'")
                        .at("/sections/product");
        assertThat(product.path("features").toString())
                .isEqualTo(
                        "[{'feature_key':'report.export','name':'Export','request_count':1,'bug_count':0,'client_count':1}]"
                                .replace('\'', '"'));
        assertThat(product.path("insights_by_status").toString())
                .isEqualTo("[{'key':'delivered','count':1}]".replace('\'', '"'));
        assertThat(product.at("/roadmap/0/client_count").asInt()).isEqualTo(1);
        assertThat(product.path("roadmap_by_status").toString())
                .isEqualTo("[{'key':'shipped','count':1}]".replace('\'', '"'));
        JsonNode team =
                voice.ok(CREATE, "'client_id': 'client_a', 'target_audience': 'cs_team'")
                        .at("/sections/cs_team");
        assertThat(team.path("detractor_count").asInt()).isEqualTo(3);
        assertThat(team.path("detractors").findValuesAsText("contact_email"))
                .contains("1@acme.example");
    }

    @Test
    void aLongReportIsCutWhereItsListsEnd() {
        customersSpeak();
        String title = "\uD83D\uDE00".repeat(180);
        for (int i = 0; i < 40; i++) {
            voice.item("a", 40, "high", "new");
            on.execute(
                    "insert into roadmap_items (item_id, title, created_at) values ('roadmap_x%1$d', '%2$s', '2026-01-01')"
                            .formatted(i, title));
        }
        on.execute(
                "update feedback set follow_up_by = '2026-06-01', title = feedback_id || '"
                        + title
                        + "'");
        on.execute(
                "insert into roadmap_feedback (client_id, feedback_id, item_id, linked_at,"
                        + " linked_by) select 'client_a', 'feedback_01', item_id, now(), 'kim' from"
                        + " roadmap_items");
        JsonNode report = voice.ok(CREATE, "'client_id': 'client_a'");
        assertThat(report.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .isLessThan(24_000);
        JsonNode team = report.at("/sections/cs_team");
        int shown = team.path("overdue_follow_ups").size();
        assertThat(shown).isBetween(2, 4);
        assertThat(team.path("open_loops")).hasSize(2 * shown);
        assertThat(report.at("/sections/product/roadmap")).hasSize(shown);
        assertThat(report.path("truncated").toString())
                .contains(
                        "{'list':'sections.cs_team.open_loops','shown_count':%d,'total_count':46}"
                                .formatted(2 * shown)
                                .replace('\'', '"'));
        assertThat(
                        voice.ok(CREATE, "'client_id': 'client_a', 'target_audience': 'product'")
                                .at("/sections/product/roadmap"))
                .hasSize(5);
    }

    @Test
    void theSameRowsMakeOneReport() {
        customersSpeak();
        String asked = "'client_id': 'client_a'";
        JsonNode first = voice.ok(CREATE, asked);
        assertThat(first.has("stored_before")).isFalse();
        JsonNode second =
                voice.ok(CREATE, "'client_id': 'ACME corp', 'period_start': '2026-06-01'");
        assertThat(second.path("stored_before").asBoolean()).isTrue();
        assertThat(second.path("report_id")).isEqualTo(first.path("report_id"));
        assertThat(second.path("sections")).isEqualTo(first.path("sections"));
        // Another row yields another report; a row of another client does not.
        on.product("client_b", "Beta", "Great", "");
        assertThat(voice.ok(CREATE, asked).path("report_id")).isEqualTo(first.path("report_id"));
        on.product("client_a", "Alpha", "Great", "");
        JsonNode third = voice.ok(CREATE, asked);
        assertThat(third.path("report_id")).isNotEqualTo(first.path("report_id"));
        on.execute(
                "update feedback set status = 'triaged', updated_at = updated_at + interval '1"
                        + " second' where title = 'Alpha'");
        assertThat(voice.ok(CREATE, asked).path("report_id")).isNotEqualTo(third.path("report_id"));
        assertThat(on.value("select count(*) from voc_reports")).isEqualTo("3");
        assertThat(on.value("select count(*) from audit_log where action = 'create voc report'"))
                .isEqualTo("3");
        JsonNode key = voice.ok(CREATE, asked + ", 'idempotency_key': 'k'");
        assertThat(voice.ok(CREATE, asked + ", 'idempotency_key': 'k'")).isEqualTo(key);
    }

    @Test
    void twoJobsAtOnceAreOneJobAndOneReport() throws Exception {
        customersSpeak();
        List<Callable<ToolResult>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            calls.add(() -> voice.as(ToolFixture.ADMIN, CREATE, "'wait_seconds': 0"));
        }
        CloseLoopTest.together(calls);
        assertThat(on.rows("select job_id from jobs")).hasSize(1);
        String jobId = on.value("select job_id from jobs");
        List<JsonNode> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<JsonNode> run = () -> voice.run(ToolFixture.ADMIN, jobId);
            for (Future<JsonNode> each : threads.invokeAll(List.of(run, run))) {
                made.add(each.get());
            }
        }
        assertThat(made.get(0).path("report_id")).isEqualTo(made.get(1).path("report_id"));
        assertThat(on.rows("select coalesce(client_id, 'all') from voc_reports"))
                .containsExactly("all");
        assertThat(Json.tree(Json.read(made.get(0).toString(), VoiceReport.class)))
                .isEqualTo(made.get(0));
    }

    @Test
    void aReportShowsNobodysAddressToWhoMayNotSeeIt() {
        customersSpeak();
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        assertThat(voice.job(CREATE, "").toString()).contains("1@acme.example");
        assertThat(voice.job(writer, CREATE, "").toString())
                .contains("1***@acme.example")
                .doesNotContain("1@acme.example");
        assertThat(voice.as(writer, CREATE, "'client_id': 'client_a'").content().toString())
                .doesNotContain("1@acme.example");
    }

    @Test
    void headlinesSayWhatLeads() {
        for (int i = 0; i < 8; i++) {
            say(
                    "a",
                    i % 2 == 0 ? "The report export is great" : "We love the report export",
                    "2026-05-1" + i);
            say(
                    "b",
                    i % 2 == 0 ? "The report import is horrible" : "We hate the report import",
                    "2026-06-1" + i);
            say("c", "The report import is terrible", "2026-06-1" + i);
        }
        nps("2026-05-10", 10, 10, 10, 10, 10, 10, 10, 10);
        nps("2026-06-10", 0, 0, 0, 0, 0, 0, 0, 9);
        on.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount) values
                    ('client_b', '2025-01-01', 'm2', 'new', 400), ('client_c', '2025-01-01', 'm3', 'new', 600)
                """);
        on.execute(
                """
                insert into roadmap_items (item_id, title, status, shipped_on, created_at) values
                    ('roadmap_1', 'Export', 'shipped', '2026-06-20', '2026-01-01T00:00:00Z'),
                    ('roadmap_2', 'Small', 'shipped', '2026-06-20', '2026-01-01T00:00:00Z'),
                    ('roadmap_3', 'Before', 'shipped', '2026-05-20', '2026-01-01T00:00:00Z')
                """);
        on.execute(
                """
                insert into roadmap_feedback (client_id, feedback_id, item_id, linked_at, linked_by)
                select distinct on (f.client_id, i.item_id) f.client_id, f.feedback_id, i.item_id, now(), 'kim'
                from feedback f, roadmap_items i
                where i.item_id <> 'roadmap_2' or f.client_id = 'client_a'
                """);
        voice.item("a", 8, "critical", "new");
        JsonNode report = voice.job(CREATE, "'target_audience': 'cs_team'");
        JsonNode summary = voice.ok(SUMMARIZE, "");
        assertThat(summary.path("report_id")).isEqualTo(report.path("report_id"));
        assertThat(summary.path("created_at").asText()).isEqualTo("2026-06-30T12:00:00Z");
        JsonNode headlines = summary.path("headlines");
        assertThat(
                        headlines
                                .valueStream()
                                .map(
                                        each ->
                                                each.path("rule_id").asText()
                                                        + ' '
                                                        + each.path("kind").asText())
                                .distinct()
                                .toList())
                .containsExactly(
                        "VOC-H1 concern",
                        "VOC-H2 concern",
                        "VOC-H3 concern",
                        "VOC-H4 watch",
                        "VOC-H5 win",
                        "VOC-H6 concern");
        assertThat(headlines.at("/0/now").asText()).isEqualTo("-75.00");
        assertThat(headlines.at("/0/before").asText()).isEqualTo("100.00");
        assertThat(headlines.at("/0/n").asInt()).isEqualTo(8);
        assertThat(headlines.at("/0/certain").asBoolean()).isTrue();
        assertThat(headlines.at("/2/because").asText())
                .startsWith("theme_")
                .contains("2 clients, ARR 1000.00")
                .contains("100.00 % of the ARR")
                .doesNotContain("import");
        JsonNode theme = summary.at("/themes/0");
        assertThat(summary.path("themes")).hasSize(1);
        assertThat(headlines.at("/2/because").asText())
                .startsWith(theme.path("theme_id").asText() + ':');
        assertThat(theme.path("untrusted").asBoolean()).isTrue();
        assertThat(theme.path("phrase_text").asText()).isEqualTo("report import");
        assertThat(theme.path("quote_text").asText()).isEqualTo("We hate the report import");
        assertThat(headlines.toString())
                .contains("roadmap_1 was shipped, which 3 clients asked for")
                .doesNotContain("roadmap_2")
                .doesNotContain("roadmap_3")
                .contains(
                        "0 of 17 loops of the period are closed; of all open ones 1 of priority"
                                + " critical or high are overdue");
        assertThat(rules(summary, "recommendations")).containsExactly("VOC-1");
        assertThat(summary.at("/recommendations/0/action").asText()).contains("feedback_01");
    }

    @Test
    void aSummaryIsOfTheNewestReportOfItsScopeAndPeriod() {
        customersSpeak();
        JsonNode none =
                voice.refused(SUMMARIZE, "'client_id': 'client_a', 'report_type': 'weekly'");
        assertThat(none.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(none.path("hint").asText())
                .contains("action create_voc_report, client_id client_a, report_type weekly");
        JsonNode weekly = voice.ok(CREATE, "'client_id': 'client_a', 'report_type': 'weekly'");
        on.clock.set("2026-06-30T13:00:00Z");
        JsonNode monthly = voice.ok(CREATE, "'client_id': 'client_a'");
        assertThat(summary("'client_id': 'client_a'")).isEqualTo(id(monthly));
        assertThat(summary("'client_id': 'client_a', 'report_type': 'weekly'"))
                .isEqualTo(id(weekly));
        assertThat(summary("'client_id': 'client_a', 'period_start': '2026-06-24'"))
                .isEqualTo(id(weekly));
        assertThat(summary("'report_id': '%s'".formatted(id(weekly)))).isEqualTo(id(weekly));
        assertThat(voice.refused(SUMMARIZE, "").path("code").asText())
                .isEqualTo("failed_precondition");
        assertThat(voice.refused(SUMMARIZE, "'report_id': 'report_x'").path("code").asText())
                .isEqualTo("not_found");
        assertThat(
                        voice.refused(
                                        SUMMARIZE,
                                        "'report_id': 'report_x', 'client_id': 'client_a',"
                                                + " 'report_type': 'weekly'")
                                .path("faults")
                                .findValuesAsText("field"))
                .containsExactly("client_id", "report_type");
    }

    @Test
    void nobodyHasSaidAnything() {
        JsonNode report = voice.job(CREATE, "");
        assertThat(report.at("/counts/item_count").asInt()).isZero();
        assertThat(report.at("/sections/executive").has("sentiment")).isFalse();
        assertThat(report.at("/sections/executive/headlines")).isEmpty();
        assertThat(report.at("/sections/cs_team/open_loops")).isEmpty();
        assertThat(report.at("/data_gaps/0/reason").asText()).isEqualTo("no_feedback");
        assertThat(voice.ok(SUMMARIZE, "").path("headlines")).isEmpty();
    }

    @Test
    void wrongArgumentsAreRefusedTogether() {
        assertThat(
                        voice.refused(
                                        CREATE,
                                        "'period_start': '2026-06-30', 'period_end': '2026-06-01',"
                                                + " 'limit': 3, 'report_id': 'x'")
                                .path("faults")
                                .findValuesAsText("field"))
                .containsExactlyInAnyOrder("period_start", "limit", "report_id");
        assertThat(voice.refused(CREATE, "'period_end': '2026-07-02'").path("field").asText())
                .isEqualTo("period_end");
        assertThat(voice.refused(CREATE, "'period_start': '2025-06-29'").toString())
                .contains("1 to 366 days");
        assertThat(voice.refused(CREATE, "'as_of': '2026-07-01'").path("field").asText())
                .isEqualTo("as_of");
        assertThat(voice.refused(CREATE, "'client_id': 'nobody; drop'").path("code").asText())
                .isEqualTo("not_found");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(
                        voice.as(reader, CREATE, "'client_id': 'client_a'")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
        assertThat(
                        on.tools
                                .refusedReading(voice.tool, VoiceFixture.arguments(CREATE, ""))
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        assertThat(on.refused(voice.tool, "{}").path("field").asText()).isEqualTo("action");
        assertThat(on.refused(voice.tool, "{'action': 'begin'}").path("field").asText())
                .isEqualTo("action");
    }

    private String summary(String more) {
        return voice.ok(SUMMARIZE, more).path("report_id").asText();
    }

    private static String id(JsonNode report) {
        return report.path("report_id").asText();
    }

    private List<String> sections(String audience) {
        List<String> names = new ArrayList<>();
        voice.ok(CREATE, "'client_id': 'client_a', 'target_audience': '" + audience + "'")
                .path("sections")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    /** Adds six items of one client about exports, three unhappy answers, an insight and a roadmap item. */
    private void customersSpeak() {
        for (int i = 0; i < 6; i++) {
            say("a", "The report export is terrible", "2026-06-1" + i);
        }
        nps("2026-06-12", 3, 4, 5, 9, 10);
        on.execute(
                "insert into features (feature_id, key, name) values ('feature_1', 'report.export',"
                        + " 'Export')");
        on.execute(
                """
                update feedback set type = 'feature_request', tags = array['report.export']
                where feedback_id = (select min(feedback_id) from feedback)
                """);
        on.execute(
                """
                insert into insights (insight_id, insight_type, title, description, priority, status, created_by, created_at)
                values ('insight_1', 'bug_report', 't', 'd', 'high', 'delivered', 'kim', '2026-06-20T08:00:00Z')
                """);
        on.execute(
                """
                insert into roadmap_items (item_id, title, status, shipped_on, created_at) values
                    ('roadmap_1', 'Export', 'shipped', '2026-06-20', '2026-01-01T00:00:00Z')
                """);
        on.execute(
                "insert into insight_evidence (client_id, feedback_id, insight_id, linked_at)"
                    + " select client_id, min(feedback_id), 'insight_1', now() from feedback group"
                    + " by 1");
        on.execute(
                "insert into roadmap_feedback (client_id, feedback_id, item_id, linked_at,"
                    + " linked_by) select client_id, min(feedback_id), 'roadmap_1', now(), 'kim'"
                    + " from feedback group by 1");
    }

    private void nps(String day, int... scores) {
        for (int n = 0; n < scores.length; n++) {
            on.execute(
                    """
                    insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                    values ('client_a', 'response_%1$s_%2$d', 'nps', %3$d, '%2$d@acme.example', '%1$sT10:00:00Z')
                    """
                            .formatted(day, n + 1, scores[n]));
        }
    }

    private int number;

    private void say(String client, String content, String day) {
        number++;
        on.product(
                "client_" + client,
                "Title"
                        + "abcdefghijklmnopqrstuvwxyz".charAt(number % 26)
                        + "x".repeat(1 + number / 26),
                content,
                ", 'language': 'en', 'received_at': '" + day + "T10:00:00Z'");
    }
}
