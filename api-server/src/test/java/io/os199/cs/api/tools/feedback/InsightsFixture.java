package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.communication.mail.Colleagues;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.feedback.insight.Insights;

import org.junit.jupiter.api.AfterEach;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Insights over a small portfolio, with mail that is accepted. */
abstract class InsightsFixture {
    static final String FIRST_FOUR = "'feedback_1', 'feedback_2', 'feedback_3', 'feedback_4'";

    final FeedbackFixture on = new FeedbackFixture();
    final ShareProductInsights tool = tool(true);

    @AfterEach
    void close() {
        on.close();
    }

    ShareProductInsights tool(boolean hasProvider) {
        return new ShareProductInsights(
                on.server.database(),
                new Insights(
                        on.features.directory(),
                        new StaffMails(hasProvider),
                        new Timeline(),
                        new AuditLog(on.clock),
                        ClientAnswers.unkept()),
                Colleagues.of(List.of("Our.example")));
    }

    /** Adds four items of three clients that pay 120,000, 50,000 and 30,000 of 2,500,000. */
    void portfolio() {
        on.client("d", "Delta SE", "starter");
        arr("a", 120_000);
        arr("b", 50_000);
        arr("c", 30_000);
        arr("d", 2_300_000);
        on.execute(
                "insert into revenue_movements (client_id, effective_on, movement_id, kind,"
                        + " arr_delta_amount) values ('client_a', '2026-07-01', 'later',"
                        + " 'expansion', 77000)");
        on.execute("update clients set industry = 'software' where client_id = 'client_a'");
        item("a", 1, "Acme cannot live with the export. Ask Ada Byron, ada@acme.example", -0.6);
        item("a", 2, "The export of ACME CORP is slow", -0.5);
        item("b", 3, "Export is too slow for us", -0.4);
        item("c", 4, "Exports take long", -0.18);
    }

    void arr(String client, int amount) {
        on.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('client_%s', '2026-06-30', 'm', 'new', %d)
                """
                        .formatted(client, amount));
    }

    void item(String client, int n, String text, Double score) {
        on.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, title, content_text, category, assigned_team,
                    submitter_name, received_at, sentiment, sentiment_score, sentiment_confidence, sentiment_method,
                    sentiment_version)
                values ('client_%1$s', 'feedback_%2$d', 'product_feedback', 'email', 'Export', '%3$s', 'product', 'product',
                    'Ada Byron', timestamptz '2026-06-20T10:00:00Z' + make_interval(hours => %2$d),
                    case when %4$s < 0 then 'negative' when %4$s > 0 then 'positive' end, %4$s, 0.9, 'lexicon-rules-en', '1')
                """
                        .formatted(client, n, text, score == null ? "null::float8" : score));
    }

    static String share(String ids, String more) {
        return """
        {'insight_type': 'performance_feedback', 'title': 'Export is slow', 'description': 'Exports take hours.',
         'priority': 'high', 'supporting_feedback_ids': [%s]%s}
        """
                .formatted(ids, more);
    }

    static String update(JsonNode shared, String status, String more) {
        return update(
                shared.path("insight_id").asText(), shared.path("version").asInt(), status, more);
    }

    static String update(String id, int version, String status, String more) {
        return "{'action': 'update', 'insight_id': '%s', 'version': %d, 'status': '%s'%s}"
                .formatted(id, version, status, more);
    }

    String code(String call) {
        ToolResult result = on.as(new Principal("key_w", Set.of(Scope.CS_WRITE)), tool, call);
        return result.isError() ? result.content().at("/error/code").asText() : "ok";
    }

    static List<String> both(Callable<String> one, Callable<String> other) throws Exception {
        List<String> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<String> each : threads.invokeAll(List.of(one, other))) {
                codes.add(each.get());
            }
        }
        return codes;
    }

    static List<String> rules(JsonNode done) {
        List<String> rules = new ArrayList<>();
        done.path("recommendations")
                .forEach(
                        each ->
                                rules.add(
                                        each.path("rule_id").asText()
                                                + ' '
                                                + each.path("priority").asText()));
        return rules;
    }

    /** Returns the values of each entry, separated by blanks. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(
                each ->
                        texts.add(
                                each.valueStream()
                                        .map(JsonNode::asText)
                                        .collect(Collectors.joining(" "))));
        return texts;
    }
}
