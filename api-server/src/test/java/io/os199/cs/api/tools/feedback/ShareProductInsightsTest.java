package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The worked examples of sharing; what an insight is based on, what is delivered to whom, and which insights are
 * similar.
 */
class ShareProductInsightsTest extends InsightsFixture {
    @Test
    void theValueIsTheSumOfItsParts() {
        portfolio();
        JsonNode done = on.ok(tool, share(FIRST_FOUR, ""));
        JsonNode evidence = done.path("evidence");
        assertThat(evidence.path("feedback_count").asInt()).isEqualTo(4);
        assertThat(evidence.path("client_count").asInt()).isEqualTo(3);
        assertThat(evidence.path("arr_amount").asText()).isEqualTo("200000.00");
        assertThat(evidence.path("portfolio_arr_amount").asText()).isEqualTo("2500000.00");
        assertThat(evidence.path("arr_share_rate").asText()).isEqualTo("0.0800");
        assertThat(evidence.path("mean_sentiment").asText()).isEqualTo("-0.4200");
        assertThat(evidence.path("scored_count").asInt()).isEqualTo(4);
        assertThat(evidence.path("first_received_at").asText()).isEqualTo("2026-06-20T11:00:00Z");
        assertThat(evidence.path("last_received_at").asText()).isEqualTo("2026-06-20T14:00:00Z");
        assertThat(texts(evidence.path("clients")))
                .containsExactly(
                        "client_a Acme Corp 120000.00 2",
                        "client_b Beta Ltd 50000.00 1",
                        "client_c Gamma Inc 30000.00 1");
        assertThat(texts(evidence.path("by_tier")))
                .containsExactly("professional 2 3 170000.00", "enterprise 1 1 30000.00");
        assertThat(texts(done.path("value_parts")))
                .containsExactly(
                        "customers 3 9.00",
                        "revenue 0.0800 16.00",
                        "priority high 17.00",
                        "volume 4 6.00",
                        "sentiment -0.4200 10.00");
        assertThat(done.path("value_score").asText()).isEqualTo("58.00");
        assertThat(done.path("urgency").asText()).isEqualTo("high");
        assertThat(done.path("leadership_recommended").asBoolean()).isFalse();
        assertThat(done.path("status").asText()).isEqualTo("draft");
        assertThat(done.path("version").asInt()).isEqualTo(1);
        assertThat(done.path("delivery")).isEmpty();
        assertThat(done.path("data_gaps")).isEmpty();
        assertThat(done.path("recommendations")).isEmpty();
        assertThat(done.path("feedback_moved_count").asInt()).isEqualTo(4);

        String id = done.path("insight_id").asText();
        assertThat(
                        on.value(
                                "select concat_ws(' ', insight_id, status, value_score, created_by,"
                                        + " version) from insights"))
                .isEqualTo(id + " draft 58.00 key_admin 1");
        assertThat(on.rows("select distinct status from feedback")).containsExactly("triaged");
        assertThat(on.rows("select decided_at::text from feedback where decided_at is not null"))
                .isEmpty();
        assertThat(on.value("select count(*) from insight_evidence")).isEqualTo("4");
        assertThat(
                        on.rows(
                                "select client_id || ' ' || type || ' ' || title || ' ' || ref_id"
                                        + " from timeline_events order by 1"))
                .containsExactly(
                        "client_a feedback Product insight (performance feedback): draft " + id,
                        "client_b feedback Product insight (performance feedback): draft " + id,
                        "client_c feedback Product insight (performance feedback): draft " + id);
        assertThat(on.value("select action from audit_log"))
                .isEqualTo("share insight performance_feedback");
        assertThat(on.value("select count(*) from staff_mails")).isEqualTo("0");
    }

    @Test
    void anItemCountsOnceAndAClientMayBeAdded() {
        portfolio();
        JsonNode done =
                on.ok(
                        tool,
                        share(
                                FIRST_FOUR + ", 'feedback_1'",
                                ", 'affected_client_ids': ['delta se', 'client_a', 'client_d']"));
        assertThat(done.at("/evidence/feedback_count").asInt()).isEqualTo(4);
        assertThat(done.at("/evidence/client_count").asInt()).isEqualTo(4);
        assertThat(texts(done.path("value_parts")))
                .contains("customers 4 12.00", "revenue 1.0000 20.00", "volume 4 6.00");
        assertThat(texts(done.at("/evidence/clients"))).contains("client_d Delta SE 2300000.00 0");
        assertThat(on.rows("select client_id || ' ' || added_by from insight_clients"))
                .containsExactly("client_d key_admin");
    }

    @Test
    void colleaguesAreWrittenToAtOnceAndOthersAfterAYes() {
        portfolio();
        JsonNode done =
                on.ok(
                        tool,
                        share(
                                FIRST_FOUR,
                                ", 'target_recipients': ['Kim@our.example', 'kim@OUR.example',"
                                        + " 'lee@our.example']"));
        assertThat(done.path("status").asText()).isEqualTo("delivered");
        assertThat(texts(done.path("delivery")))
                .containsExactly("kim@our.example queued", "lee@our.example queued");
        assertThat(
                        on.rows(
                                "select concat_ws(' ', recipient_email, status, ref_table, ref_id ="
                                        + " (select insight_id from insights), subject) from"
                                        + " staff_mails order by 1"))
                .containsExactly(
                        "kim@our.example queued insights t Product insight: Export is slow",
                        "lee@our.example queued insights t Product insight: Export is slow");
        assertThat(on.value("select status || (delivered_at is not null) from insights"))
                .isEqualTo("deliveredtrue");

        String outside =
                share(
                        FIRST_FOUR,
                        ", 'target_recipients': ['kim@our.example', 'pat@sub.our.example']");
        JsonNode asked = on.refused(tool, outside);
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode preview = asked.path("preview");
        assertThat(texts(preview.path("recipients")))
                .containsExactly("kim@our.example queued", "pat@sub.our.example queued");
        assertThat(preview.path("outside_count").asInt()).isEqualTo(1);
        assertThat(preview.at("/mail/untrusted").asBoolean()).isTrue();
        assertThat(preview.at("/mail/body_text").asText())
                .isEqualTo(
                        """
                        Export is slow

                        Performance feedback, priority high

                        Exports take hours.

                        Evidence
                        4 items of feedback, 3 clients, ARR 200000.00, 8.00 % of 2500000.00
                        mean sentiment -0.42 (-1 to 1) of 4 items with a score
                        value score 58.00 of 100: customers 9.00, revenue 16.00, priority 17.00, volume 6.00, sentiment 10.00

                        - professional, software: ARR 120000.00, 2 items
                        - professional: ARR 50000.00, 1 item
                        - enterprise: ARR 30000.00, 1 item

                        What customers say, in their words
                        > [client] cannot live with the export. Ask [name] [name], [address]
                        > (professional, software)
                        >
                        > The export of [client] is slow
                        > (professional, software)
                        >
                        > Export is too slow for us
                        > (professional)
                        >
                        > Exports take long
                        > (enterprise)\
                        """);
        assertThat(on.value("select count(*) from insights")).isEqualTo("1");
        String yes =
                outside.replace(
                        "'priority'",
                        "'confirmation_token': '%s', 'priority'"
                                .formatted(asked.path("confirmation_token").asText()));
        JsonNode sent = on.ok(tool, yes);
        assertThat(sent.path("status").asText()).isEqualTo("delivered");
        assertThat(sent.at("/delivery/1/outside_recipient").asText())
                .isEqualTo("pat@sub.our.example");
        assertThat(on.refused(tool, yes).path("code").asText()).isEqualTo("conflict");
        assertThat(on.value("select count(*) from insights")).isEqualTo("2");
    }

    @Test
    void similarInsightsAreNamedAndThoseWithoutAnAnswerAskedAbout() {
        portfolio();
        item("c", 5, "Slow", -0.3);
        JsonNode shared =
                on.ok(tool, share(FIRST_FOUR, ", 'target_recipients': ['kim@our.example']"));
        String id = shared.path("insight_id").asText();
        on.execute("update insights set delivered_at = '2026-06-28T12:00:01Z'");
        JsonNode alike = on.ok(tool, share("'feedback_5'", ", 'dry_run': true"));
        assertThat(texts(alike.path("similar_insights")))
                .containsExactly(id + " Export is slow 0 delivered");
        assertThat(rules(alike)).containsExactly("INS-2 medium", "INS-3 low");
        assertThat(alike.at("/recommendations/0/action").asText())
                .startsWith("Ask product about %s: once it is acknowledged".formatted(id));
        assertThat(alike.has("insight_id")).isFalse();
        on.execute("update insights set delivered_at = '2026-06-28T12:00:00Z'");
        JsonNode other =
                on.ok(
                        tool,
                        share("'feedback_1', 'feedback_5'", ", 'dry_run': true")
                                .replace("Export is slow", "Something else"));
        assertThat(texts(other.path("similar_insights")))
                .containsExactly(id + " Export is slow 1 delivered");
        assertThat(rules(other)).containsExactly("INS-2 medium", "INS-4 medium");
        assertThat(on.value("select count(*) from insights")).isEqualTo("1");
    }

    @Test
    void theUpdateOfASimilarInsightIsAdvisedAsItIsAccepted() {
        portfolio();
        item("c", 5, "Slow", -0.3);
        String id = on.ok(tool, share(FIRST_FOUR, "")).path("insight_id").asText();
        on.ok(
                tool,
                "{'action': 'update', 'insight_id': '%s', 'version': 1, 'status': 'acknowledged'}"
                        .formatted(id));
        assertThat(
                        on.ok(tool, share("'feedback_5'", ", 'dry_run': true"))
                                .at("/recommendations/0/action")
                                .asText())
                .isEqualTo(
                        "Add the items to %s instead: action update, version 2, status acknowledged, supporting_feedback_ids"
                                .formatted(id));
        JsonNode added =
                on.ok(
                        tool,
                        "{'action': 'update', 'insight_id': '%s', 'version': 2, 'status': 'acknowledged', 'supporting_feedback_ids': ['feedback_5']}"
                                .formatted(id));
        assertThat(added.at("/evidence/feedback_count").asInt()).isEqualTo(5);
    }

    @Test
    void leadershipHearsOfWhatIsCriticalOrMany() {
        portfolio();
        JsonNode critical = on.ok(tool, share("'feedback_1'", "").replace("'high'", "'critical'"));
        assertThat(critical.path("urgency").asText()).isEqualTo("urgent");
        assertThat(rules(critical)).containsExactly("INS-1 high");
        on.client("e", "Eta", "starter");
        JsonNode many =
                on.ok(
                        tool,
                        share(
                                        "'feedback_1', 'feedback_3', 'feedback_4'",
                                        ", 'affected_client_ids': ['client_d', 'client_e']")
                                .replace("Export is slow", "Quite another thing"));
        assertThat(rules(many)).containsExactly("INS-1 high", "INS-2 medium");
        JsonNode low = on.ok(tool, share("'feedback_4'", "").replace("'high'", "'low'"));
        assertThat(low.path("urgency").asText()).isEqualTo("normal");
        assertThat(low.path("leadership_recommended").asBoolean()).isFalse();
    }

    @Test
    void featuresThatTagsNameAreCountedByWhoUsesThem() {
        portfolio();
        on.execute(
                "insert into features (feature_id, key, name) values ('f1', 'api.Export',"
                        + " 'Export'), ('f2', 'print', 'Print')");
        on.execute(
                "update feedback set tags = '{api.Export,print,unknown}' where client_id ="
                        + " 'client_a'");
        on.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count) values
                    ('client_a', '2026-06-01', 'api.Export', 1), ('client_a', '2026-06-02', 'api.Export', 1),
                    ('client_b', '2026-06-30', 'api.Export', 5), ('client_c', '2026-05-31', 'api.Export', 5),
                    ('client_c', '2026-06-30', 'print', 0), ('client_d', '2026-06-30', 'print', 9)
                """);
        JsonNode done = on.ok(tool, share(FIRST_FOUR, ""));
        assertThat(texts(done.at("/evidence/features"))).containsExactly("api.Export 2", "print 0");
    }

    @Test
    void quotesAreFiveAtMostAndTwoOfAClient() {
        portfolio();
        item("a", 5, "Slow", -0.9);
        item("a", 6, "Great", 0.9);
        item("b", 7, "Slow indeed", -0.7);
        item("b", 8, "x".repeat(400), -0.8);
        item("c", 9, "Bad", -0.65);
        // It counts, but is not quoted.
        item("c", 10, "[erased]", -0.95);
        JsonNode done =
                on.ok(
                        tool,
                        share(
                                IntStream.rangeClosed(1, 10)
                                        .mapToObj("'feedback_%d'"::formatted)
                                        .collect(Collectors.joining(", ")),
                                ", 'include_client_names': true"));
        assertThat(done.at("/evidence/feedback_count").asInt()).isEqualTo(10);
        List<String> ids = new ArrayList<>();
        done.path("quotes").forEach(each -> ids.add(each.path("feedback_id").asText()));
        assertThat(ids)
                .containsExactly(
                        "feedback_5", "feedback_8", "feedback_7", "feedback_9", "feedback_1");
        assertThat(done.at("/quotes/1/truncated").asBoolean()).isTrue();
        assertThat(done.at("/quotes/1/quote_text").asText()).hasSize(300);
        assertThat(done.at("/quotes/4/quote_text").asText())
                .isEqualTo("Acme cannot live with the export. Ask [name] [name], [address]");
        assertThat(done.at("/quotes/4/untrusted").asBoolean()).isTrue();
        assertThat(done.at("/quotes/4/sentiment_label").asText()).isEqualTo("negative");
    }

    @Test
    void ofManyClientsTheLargestAreListed() {
        portfolio();
        StringBuilder others = new StringBuilder("'client_d'");
        for (int n = 10; n < 30; n++) {
            on.client("n" + n, "Client " + n, "standard");
            others.append(", 'client_n").append(n).append('\'');
        }
        JsonNode done =
                on.ok(
                        tool,
                        share(
                                FIRST_FOUR,
                                ", 'affected_client_ids': [%s], 'target_recipients':"
                                                .formatted(others)
                                        + " ['kim@our.example']"));
        assertThat(done.at("/evidence/client_count").asInt()).isEqualTo(24);
        assertThat(done.at("/evidence/clients")).hasSize(20);
        assertThat(done.at("/evidence/clients/0/client_id").asText()).isEqualTo("client_d");
        assertThat(done.at("/evidence/clients/19/client_id").asText()).isEqualTo("client_n25");
        assertThat(texts(done.path("truncated"))).containsExactly("evidence.clients 20 24");
        assertThat(done.path("urgency").asText()).isEqualTo("urgent");
        assertThat(done.path("leadership_recommended").asBoolean()).isTrue();
        assertThat(on.value("select body_text from staff_mails")).contains("- and 4 more clients");
    }

    @Test
    void withoutRevenueOrScoresThereAreGapsInsteadOfFigures() {
        item("a", 1, "Export", null);
        JsonNode done = on.ok(tool, share("'feedback_1'", ""));
        assertThat(done.at("/evidence/arr_amount").asText()).isEqualTo("0.00");
        assertThat(done.path("evidence").has("arr_share_rate")).isFalse();
        assertThat(done.path("evidence").has("mean_sentiment")).isFalse();
        assertThat(texts(done.path("value_parts")))
                .containsExactly(
                        "customers 1 3.00",
                        "revenue 0.00",
                        "priority high 17.00",
                        "volume 1 1.50",
                        "sentiment 0.00");
        List<String> gaps = new ArrayList<>();
        done.path("data_gaps").forEach(each -> gaps.add(each.path("reason").asText()));
        assertThat(gaps).containsExactly("no_revenue", "not_scored");
        assertThat(rules(done)).containsExactly("INS-3 low");
    }
}
