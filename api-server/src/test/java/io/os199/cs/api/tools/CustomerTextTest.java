package io.os199.cs.api.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.api.tools.communication.CommunicationTools;
import io.os199.cs.api.tools.core.CoreTools;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.feedback.FeedbackTools;
import io.os199.cs.api.tools.health.HealthTools;
import io.os199.cs.api.tools.onboarding.OnboardingTools;
import io.os199.cs.api.tools.retention.RetentionTools;
import io.os199.cs.api.tools.support.SupportTools;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What customers wrote comes back only in marked fields, whichever tool is asked: a hundred texts that give orders to
 * a model are placed wherever a customer's words are stored, and every tool about a client is called.
 */
class CustomerTextTest {
    /** The beginning of each text, so that a part of one is found too. */
    private static final String MARK = "zqx";

    private static final int LARGEST_PAGE = 100;

    private final TestClock clock = new TestClock("2025-06-30T09:00:00Z");

    @Test
    void staysInItsMarkedField() throws IOException, SQLException {
        try (TestDatabase server = TestDatabase.create(clock)) {
            store(server, corpus());
            ToolFixture tools = new ToolFixture(server.database(), clock);
            Set<String> showing = new TreeSet<>();
            Set<String> asked = new TreeSet<>();
            for (Tool<?, ?> tool : all(server)) {
                ToolDefinition<?, ?> definition = ToolDefinition.of(tool);
                JsonNode properties = definition.inputSchema().path("properties");
                if (!properties.has("client_id") && !properties.has("supporting_feedback_ids")) {
                    continue;
                }
                asked.add(definition.name());
                for (ObjectNode arguments : calls(properties)) {
                    ToolResult result = tools.call(tool, ToolFixture.ADMIN, arguments);
                    List<String> outside = new ArrayList<>();
                    boolean shows = look(result.content(), "", false, outside);
                    assertThat(outside).as(definition.name()).isEmpty();
                    if (shows) {
                        showing.add(definition.name() + shown(arguments.path("action").asText("")));
                    }
                }
            }
            // Tools that are known to show such texts, so that the test cannot pass by storing
            // none.
            assertThat(showing)
                    .contains(
                            "handle_support_ticket",
                            "manage_advocacy_program get_advocate_profile",
                            "manage_community get_analytics",
                            "manage_community list_posts",
                            "manage_escalations",
                            "manage_knowledge_base",
                            "manage_voice_of_customer create_voc_report",
                            "manage_voice_of_customer track_feedback_loop",
                            "map_customer_journey",
                            "monitor_satisfaction",
                            "share_product_insights",
                            "track_adoption_milestones",
                            "track_onboarding_progress");
            assertThat(asked).hasSizeGreaterThan(25);
        }
    }

    /**
     * Whether the texts appear in a part of an answer; adds the places where they should not.
     *
     * @param isMarked whether an enclosing object says that it is untrusted
     */
    private static boolean look(
            JsonNode node, String path, boolean isMarked, List<String> outside) {
        boolean shows = false;
        if (node.isObject()) {
            boolean marked = isMarked || node.path("untrusted").asBoolean();
            for (var field : node.properties()) {
                if (field.getKey().contains(MARK)) {
                    outside.add(path + " as a name");
                }
                shows |= look(field.getValue(), path + "/" + field.getKey(), marked, outside);
            }
        } else if (node.isArray()) {
            for (JsonNode each : node) {
                shows |= look(each, path, isMarked, outside);
            }
        } else if (node.isTextual() && node.textValue().contains(MARK)) {
            shows = true;
            if (!isMarked || !path.endsWith("_text")) {
                outside.add(path + ": " + node.textValue());
            }
            if (node.textValue().codePoints().anyMatch(CustomerTextTest::isHidden)) {
                outside.add(path + " with hidden characters");
            }
        }
        return shows;
    }

    private static boolean isHidden(int character) {
        return Character.getType(character) == Character.FORMAT;
    }

    /** Returns the calls of a tool: one, but for the advocacy program one for each action that can show a text. */
    private static List<ObjectNode> calls(JsonNode properties) {
        if (properties.has("sla_state")) {
            ObjectNode get =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("action", "get")
                            .put("ticket_id", "ticket_1");
            return List.of(arguments(properties), get);
        }
        if (properties.has("advocate_id")) {
            return List.of(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("action", "get_advocate_profile")
                            .put("advocate_id", "advocate_1"));
        }
        if (properties.has("moderate_action")) {
            return List.of(
                    community("list_posts").put("community_name", "Forum"),
                    community("moderate"),
                    community("get_analytics").put("community_name", "Forum"),
                    community("get_member_profile").put("member_id", "member_1"));
        }
        if (properties.has("search_query")) {
            return List.of(JsonNodeFactory.instance.objectNode().put("action", "analytics"));
        }
        return hasAction(properties, "track_feedback_loop")
                ? List.of(
                        arguments(properties).put("action", "track_feedback_loop"),
                        programme("create_voc_report"),
                        programme("generate_executive_summary"))
                : List.of(arguments(properties));
    }

    private static ObjectNode community(String action) {
        return JsonNodeFactory.instance.objectNode().put("action", action);
    }

    private static ObjectNode programme(String action) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("client_id", "client_acme");
    }

    private static String shown(String action) {
        return action.contains("_") ? ' ' + action : "";
    }

    private static boolean hasAction(JsonNode properties, String action) {
        return properties.at("/action/enum").valueStream().anyMatch(e -> e.asText().equals(action));
    }

    private static ObjectNode arguments(JsonNode properties) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (properties.has("escalation_id")) {
            return arguments.put("action", "get").put("escalation_id", "escalation_1");
        }
        if (properties.has("supporting_feedback_ids")) {
            ArrayNode ids = arguments.putArray("supporting_feedback_ids");
            for (int n = 1; n <= LARGEST_PAGE; n++) {
                ids.add("feedback_" + n);
            }
            arguments.putArray("target_recipients").add("kim@our.example");
            return arguments
                    .put("insight_type", "feature_request")
                    .put("title", "Export")
                    .put("description", "What customers ask for")
                    .put("priority", "high")
                    .put("dry_run", true);
        }
        arguments.put("client_id", "client_acme");
        if (properties.has("metric_type")) {
            arguments.put("metric_type", "nps");
        }
        if (properties.has("include_items")) {
            arguments.put("include_items", true);
        }
        if (hasAction(properties, "list")) {
            arguments.put("action", "list");
        }
        if (properties.has("limit")) {
            arguments.put("limit", LARGEST_PAGE);
        }
        if (properties.has("wait_seconds")) {
            arguments.put("wait_seconds", 0);
        }
        return arguments;
    }

    private List<Tool<?, ?>> all(TestDatabase server) {
        Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
        Database database = server.database();
        JobCalls jobs = new JobCalls(ToolFixture.jobs(server, clock), features.auditLog());
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
        List<Tool<?, ?>> tools = new ArrayList<>(CoreTools.of(database, features, cursors));
        tools.addAll(HealthTools.of(database, features, jobs, cursors));
        tools.addAll(RetentionTools.of(database, features, jobs, cursors));
        tools.addAll(ExpansionTools.of(database, features, jobs, cursors));
        tools.addAll(OnboardingTools.of(database, features, jobs, cursors));
        tools.addAll(FeedbackTools.of(database, features, jobs, cursors));
        tools.addAll(
                SupportTools.of(
                        database, features, jobs, cursors, new Sealer("a key of sixteen bytes")));
        tools.addAll(CommunicationTools.of(database, features, cursors));
        return tools;
    }

    private static List<String> corpus() throws IOException {
        try (var file =
                Objects.requireNonNull(
                        CustomerTextTest.class.getResourceAsStream("/injections.txt"))) {
            List<String> texts =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replace("\\n", "\n"))
                            .toList();
            assertThat(texts).hasSize(100).allMatch(text -> text.startsWith(MARK));
            return texts;
        }
    }

    /** Stores every text in every place, on as many days before the clock's. */
    private static void store(TestDatabase server, List<String> texts) {
        server.jdbi()
                .useHandle(
                        db -> {
                            db.createScript(
                                            """
                                            insert into client_names (client_id, name) values ('client_acme', 'Acme');
                                            insert into clients (client_id, name, company_name, tier, csm, contract_value,
                                                renewal_date, contract_start_date)
                                            values ('client_acme', 'Acme', 'Acme', 'professional', 'kim', 50000,
                                                '2025-09-01', '2024-09-01');
                                            insert into contracts (client_id, contract_id, type, value, tier, start_date,
                                                end_date, renewal_date)
                                            values ('client_acme', 'k1', 'new', 50000, 'professional', '2024-09-01',
                                                '2025-08-31', '2025-09-01');
                                            insert into renewals (client_id, contract_id, renewal_date, stage_changed_at,
                                                current_arr_amount)
                                            values ('client_acme', 'k1', '2025-09-01', '2025-06-01T00:00:00Z', 50000);
                                            insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size,
                                                timeline_weeks, start_date, target_date, baseline_target_date, status)
                                            values ('client_acme', 'plan_1', 'Onboarding', 'professional', 10, 30,
                                                '2025-03-01', '2025-12-01', '2025-12-01', 'active');
                                            insert into contacts (client_id, contact_id, name, email)
                                            values ('client_acme', 'contact_1', 'Ada Lee', 'ada@acme.example');
                                            insert into advocates (client_id, advocate_id, contact_id, contact_email,
                                                enrolled_on)
                                            values ('client_acme', 'advocate_1', 'contact_1', 'ada@acme.example',
                                                '2025-01-01');
                                            insert into communities (community_id, name, type)
                                            values ('community_1', 'Forum', 'forum');
                                            insert into community_members (client_id, community_id, member_id, user_email,
                                                user_name, joined_at)
                                            values ('client_acme', 'community_1', 'member_1', 'ada@acme.example',
                                                'Ada Lee', '2025-01-01')
                                            """)
                                    .execute();
                            int n = 0;
                            for (String text : texts) {
                                n++;
                                for (String insert : inserts(n)) {
                                    db.createUpdate(insert)
                                            .bind("n", n)
                                            .bind("text", text)
                                            .execute();
                                }
                            }
                        });
    }

    private static List<String> inserts(int n) {
        String at = "timestamptz '2025-06-29T10:00:00Z' - make_interval(hours => :n)";
        List<String> inserts = new ArrayList<>();
        inserts.add(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at,
                    satisfaction, satisfaction_scale, satisfaction_at, satisfaction_comment_text, tags)
                values ('client_acme', 'ticket_' || :n, :text, :text, 'P2', 'other', %1$s, 2, 'five_point', %1$s, :text,
                    array[cast(:text as text)])
                """
                        .formatted(at));
        inserts.add(
                """
                insert into kb_searches (search_id, at, client_id, query, source)
                select 'search_' || :n || '_' || again, %s, 'client_acme', :text, 'tool'
                from generate_series(1, 2) again
                """
                        .formatted(at));
        inserts.add(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, subject, note_text)
                values ('client_acme', %s, 'touch_' || :n, 'email', 'inbound', :text, :text)
                """
                        .formatted(at));
        inserts.add(
                """
                insert into feedback (client_id, feedback_id, type, source, title, content_text, category, subcategory, tags,
                    assigned_team, received_at, sentiment, sentiment_score, sentiment_confidence, sentiment_method,
                    sentiment_version)
                values ('client_acme', 'feedback_' || :n, 'feature_request', 'email', :text, :text, 'product', :text,
                    array[cast(:text as text)], 'product', %s, 'negative', -0.5, 0.8, 'lexicon-rules-en', '1')
                """
                        .formatted(at));
        inserts.add(
                """
                insert into survey_responses (client_id, response_id, kind, score, reason_text, contact_email, responded_at)
                values ('client_acme', 'answer_' || :n, 'nps', 3, :text, 'user' || :n || '@acme.example', %s)
                """
                        .formatted(at));
        inserts.add(
                """
                insert into escalations (client_id, escalation_id, severity, title, description_text, opened_by, opened_at,
                    acknowledge_due_at, due_at, resolution_text)
                values ('client_acme', 'escalation_' || :n, 'high', 'Escalation', :text, 'kim', %1$s, %1$s, %1$s, :text)
                """
                        .formatted(at));
        inserts.add(
                """
                insert into advocacy_contributions (client_id, advocate_id, contribution_id, type, points, at, details_text)
                values ('client_acme', 'advocate_1', 'contribution_' || :n, 'review', 300, %s, :text)
                """
                        .formatted(at));
        inserts.add(
                """
                insert into community_posts (client_id, community_id, post_id, member_id, kind, title_text, content_text, tags,
                    status, flag_reason, flagged_at, posted_at)
                values ('client_acme', 'community_1', 'post_' || :n, 'member_1', 'post', :text, :text,
                    array[cast(:text as text)], case when :n %% 2 = 0 then 'visible' else 'flagged' end, :text, %1$s, %1$s)
                """
                        .formatted(at));
        inserts.add(
                """
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, reason, actor)
                values ('client_acme', %s, 'active', 'active', :text, 'kim')
                """
                        .formatted(at));
        if (n <= 20) {
            inserts.add(
                    """
                    insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on, due_date,
                        estimated_hours, status, blocked_at, blocker_text)
                    values ('client_acme', 'plan_1', :n, 'Milestone', 1, '2025-03-01', '2025-04-01', 8, 'blocked',
                        '2025-06-01T10:00:00Z', :text)
                    """);
        }
        return inserts;
    }
}
