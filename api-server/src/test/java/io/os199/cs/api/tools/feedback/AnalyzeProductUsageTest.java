package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.feedback.product.PortfolioUseWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsagePeriods;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The worked examples of the tool, one client's features in pages, and the portfolio in chunks. */
class AnalyzeProductUsageTest {
    private final TestClock clock = new TestClock("2025-06-30T09:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final ToolFixture tools = new ToolFixture(server.database(), clock);
    private final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    private final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
    private final AnalyzeProductUsage tool =
            new AnalyzeProductUsage(
                    server.database(),
                    features.directory(),
                    features.clientAnswers(),
                    new UsagePeriods(),
                    features.healthModels(),
                    new JobCalls(ToolFixture.jobs(server, clock), features.auditLog()),
                    cursors);

    @BeforeEach
    void arrange() {
        client("acme", "professional", 50_000);
        execute(
                """
                insert into features (feature_id, key, name, category, is_core, min_tier)
                select 'id_' || n, 'f' || lpad(n::text, 2, '0'), 'Feature ' || n,
                    case when n = 2 then 'integration' else 'general' end, n <= 4, 'starter'
                from generate_series(1, 10) n;
                insert into features (feature_id, key, name, category, is_core, min_tier)
                values ('id_e', 'gated', 'Gated', 'general', false, 'enterprise')
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void threeOfTenFeaturesMakeNineTenthsOfTheUse() {
        int[] events = {400, 300, 200, 60, 30, 10};
        String[] keys = {"f01", "f02", "f03", "f05", "f06", "f07"};
        for (int i = 0; i < events.length; i++) {
            used("acme", keys[i], "2025-06-10", events[i]);
        }
        used("acme", "f01", "2025-05-20", 1_300);
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        JsonNode core = read.path("core");
        assertThat(core.path("feature_utilization_rate").asText()).isEqualTo("0.6000");
        assertThat(core.path("core_utilization_rate").asText()).isEqualTo("0.7500");
        assertThat(core.path("top3_share_rate").asText()).isEqualTo("0.9000");
        assertThat(read.at("/vs_previous/0/change_rate").asText()).isEqualTo("-0.2308");
        assertThat(read.path("trend").asText()).isEqualTo("down");
        assertThat(texts(read.path("risk_indicators"), "rule_id")).containsExactly("USE-R1");
        assertThat(texts(read.path("features"), "feature_key").subList(0, 6)).containsExactly(keys);
        assertThat(texts(read.path("features"), "status").subList(0, 2))
                .containsExactly("fading", "new");
        assertThat(read.at("/adoption/never_used/0").asText()).isEqualTo("f04");
        assertThat(read.at("/integrations_used/0").asText()).isEqualTo("f02");
        assertThat(texts(read.path("data_gaps"), "reason")).contains("no_seats", "no_score");

        JsonNode first = ok("{'client_id': 'acme Inc', 'limit': 4}");
        assertThat(first.path("features")).hasSize(4);
        JsonNode rest =
                ok(
                        "{'client_id': 'acme Inc', 'limit': 4, 'cursor': '"
                                + first.path("next_cursor").asText()
                                + "'}");
        assertThat(texts(rest.path("features"), "feature_key"))
                .containsExactly("f06", "f07", "f04", "f08");
        assertThat(rest.path("feature_total_count").asInt()).isEqualTo(10);
    }

    @Test
    void usersAreNotDaysOfUsers() {
        for (String day : List.of("2025-06-10", "2025-06-11", "2025-06-12")) {
            used("acme", "f01", day, 5);
        }
        execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on, use_day_count)
                values ('client_acme', 'f01', 'u1', '2025-06-10', '2025-06-12', 3)
                """);
        execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                values ('client_acme', 'u1', '2025-05-01', '2025-06-12'), ('client_acme', 'u2', '2025-05-01', '2025-06-12');
                insert into usage_daily_users (client_id, day, user_key, event_count)
                values ('client_acme', '2025-06-12', 'u2', 45)
                """);
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        // u1 on three of thirty days with 15 events, u2 on one with 45.
        assertThat(texts(read.path("user_segments"), "event_share_rate"))
                .containsExactly("0.0000", "0.2500", "0.7500", "0.0000", "0.0000");
        assertThat(read.at("/evidence/current_end").asText()).isEqualTo("2025-06-30");
        assertThat(read.at("/evidence/previous_start").asText()).isEqualTo("2025-05-03");
        assertThat(read.at("/evidence/previous_end").asText()).isEqualTo("2025-06-01");
        JsonNode feature = read.at("/features/0");
        assertThat(feature.path("user_count").asInt()).isEqualTo(1);
        assertThat(feature.path("days_used").asInt()).isEqualTo(3);

        used("acme", "f01", "2025-02-20", 5);
        JsonNode past =
                ok(
                        "{'client_id': 'acme Inc', 'period_start': '2025-02-01', 'period_end':"
                                + " '2025-03-02'}");
        assertThat(past.at("/features/0").has("user_count")).isFalse();
        assertThat(texts(past.path("data_gaps"), "reason")).contains("users_not_kept");
    }

    @Test
    void usedSeatsAndUseAboveTheTierAreSignalsOfExpansion() {
        execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select 'client_acme', '2025-06-10', 'u' || n, 5 from generate_series(1, 18) n
                """);
        used("acme", "gated", "2025-06-10", 40);
        JsonNode without = ok("{'client_id': 'acme Inc'}");
        assertThat(without.path("core").has("seat_utilization_rate")).isFalse();
        assertThat(texts(without.path("expansion_signals"), "rule_id")).containsExactly("USE-E2");
        assertThat(without.at("/features/0/status").asText()).isEqualTo("not_available");
        execute(
                """
                insert into contracts (client_id, contract_id, type, status, tier, start_date, end_date, value,
                    included_users)
                values ('client_acme', 'k1', 'new', 'active', 'professional', '2025-01-01', '2025-12-31', 50000, 20)
                """);
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        assertThat(read.at("/core/seat_utilization_rate").asText()).isEqualTo("0.9000");
        assertThat(texts(read.path("expansion_signals"), "rule_id"))
                .containsExactly("USE-E1", "USE-E2");
    }

    @Test
    void whoUsedAFeatureEarlyStayedMoreOften() {
        for (int i = 0; i < 14; i++) {
            boolean early = i < 8;
            boolean kept = early ? i < 7 : i < 10;
            String name = "c" + String.format("%02d", i);
            client(name, "professional", kept ? 10_000 : 0);
            execute(
                    """
                    insert into contracts (client_id, contract_id, type, status, tier, start_date, end_date,
                        value)
                    values ('client_%1$s', 'k1', 'new', '%2$s', 'professional', '2024-01-01', '2025-12-31', 10000);
                    insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                    values ('client_%1$s', '2024-01-01', 'm1', 'new', 10000)
                    """
                            .formatted(name, kept ? "active" : "terminated"));
            if (!kept) {
                execute(
                        """
                        insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                        values ('client_%s', '2024-12-01', 'm2', 'churn', -10000)
                        """
                                .formatted(name));
            }
            for (int day = 1; early && day <= 3; day++) {
                used(name, "f01", "2024-02-0" + day, 5);
            }
            if (kept) {
                used(name, i % 2 == 0 ? "f01" : "f02", "2025-06-10", 10);
            }
        }
        JsonNode all = worked("{'wait_seconds': 0, 'limit': 2}");
        JsonNode first = all.at("/features/0");
        assertThat(first.path("feature_key").asText()).isEqualTo("f01");
        assertThat(first.at("/retained_with/rate").asText()).isEqualTo("0.8750");
        assertThat(first.at("/retained_without/rate").asText()).isEqualTo("0.3333");
        assertThat(first.path("difference").asText()).isEqualTo("0.5417");
        assertThat(first.path("interval_low").asText()).isEqualTo("0.0376");
        assertThat(first.path("interval_high").asText()).isEqualTo("0.7995");
        assertThat(first.path("credible").asBoolean()).isTrue();
        // One of them went silent last year; four never sent use.
        assertThat(first.path("eligible_client_count").asInt()).isEqualTo(10);
        assertThat(first.path("using_client_count").asInt()).isEqualTo(5);
        assertThat(first.path("arr_using_amount").asText()).isEqualTo("50000.00");
        assertThat(all.at("/summary/client_count").asInt()).isEqualTo(10);
        assertThat(all.at("/summary/mean_feature_utilization_rate").asText()).isEqualTo("0.0900");
        assertThat(all.path("total_count").asInt()).isEqualTo(10);
        JsonNode rest =
                worked(
                        "{'wait_seconds': 0, 'limit': 2, 'cursor': '"
                                + all.path("next_cursor").asText()
                                + "'}");
        assertThat(texts(rest.path("features"), "feature_key")).containsExactly("f03", "f04");

        execute(
                "delete from usage_daily_features where client_id in ('client_c00', 'client_c01',"
                        + " 'client_c02', 'client_c03')");
        JsonNode few = worked("{'wait_seconds': 0}").at("/features/0");
        assertThat(few.at("/retained_with/n").asInt()).isEqualTo(4);
        assertThat(few.path("retained_with").has("rate")).isFalse();
        assertThat(few.has("difference")).isFalse();
    }

    @Test
    void whatCustomersComplainOfIsToldToProductWithItsFeedback() {
        used("acme", "f01", "2025-06-10", 5);
        execute(
                """
                insert into feedback (client_id, feedback_id, type, source, title, category, tags, assigned_team, received_at)
                select 'client_acme', 'feedback_' || n, case when n = 6 then 'general' else 'bug_report' end, 'ticket', 'Bug',
                    'product', '{f01}', 'product', timestamptz '2025-06-20T00:00:00Z' + make_interval(hours => n)
                from generate_series(1, 6) n;
                insert into feedback (client_id, feedback_id, type, source, title, category, tags, assigned_team, received_at,
                    sentiment, sentiment_score, sentiment_confidence)
                select 'client_acme', 'said_' || n, 'general', 'call', 'Said', 'product', '{f02}', 'product',
                    timestamptz '2025-06-20T00:00:00Z' + make_interval(hours => n),
                    case when n <= 11 then 'negative' else 'positive' end, case when n <= 11 then -0.6 else 0.5 end, 1
                from generate_series(1, 13) n;
                insert into feedback (client_id, feedback_id, type, source, title, category, tags, assigned_team, received_at)
                select 'client_acme', 'few_' || n, 'bug_report', 'ticket', 'Bug', 'product', '{f03}', 'product',
                    '2025-06-20T00:00:00Z'
                from generate_series(1, 4) n
                """);
        List<JsonNode> told =
                worked("{'wait_seconds': 0}")
                        .path("recommendations")
                        .valueStream()
                        .filter(each -> each.path("rule_id").asText().equals("USE-P3"))
                        .toList();
        assertThat(told)
                .extracting(each -> each.path("tool").asText())
                .containsExactly("share_product_insights", "share_product_insights");
        assertThat(told)
                .extracting(each -> each.path("because").asText())
                .containsExactly(
                        "5 bug reports on f01", "0 bug reports on f02, mean sentiment -0.4308");
        assertThat(told.getFirst().path("action").asText())
                .endsWith(
                        " supporting_feedback_ids feedback_5, feedback_4, feedback_3, feedback_2,"
                                + " feedback_1");
        assertThat(told.get(1).path("action").asText())
                .contains("said_11, said_10")
                .endsWith("said_2");
    }

    @Test
    void whoHasNoScoreHasNoPercentileAmongThoseWhoDo() {
        for (int i = 1; i <= 5; i++) {
            client("peer" + i, "professional", 1_000);
        }
        execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at,
                    coverage, inputs)
                select client_id, model_id, model_version, 30, '2025-06-30', now(), now(), 1,
                    jsonb_build_object('known', true, 'licensed_user_count', 10, 'active_user_count', 8, 'user_day_count', 40,
                        'event_count', 40 * right(client_id, 1)::int, 'feature_available_count', 10, 'feature_used_count', 4)
                from clients, scoring_models
                where client_id like 'client_peer%' and kind = 'health' and scoring_models.status = 'active'
                """);
        JsonNode mine = ok("{'client_id': 'acme Inc'}").at("/benchmark/1");
        assertThat(mine.path("metric").asText()).isEqualTo("seat_utilization_rate");
        assertThat(mine.path("peer_median").asText()).isEqualTo("0.8000");
        assertThat(mine.has("client_value")).isFalse();
        assertThat(mine.has("percentile")).isFalse();
        JsonNode peer = ok("{'client_id': 'peer3 Inc'}").path("benchmark");
        assertThat(texts(peer, "metric"))
                .containsExactly(
                        "feature_utilization_rate",
                        "seat_utilization_rate",
                        "events_per_active_user");
        assertThat(peer.at("/1/percentile").asText()).isEqualTo("50.00");
        assertThat(peer.at("/2/client_value").asText()).isEqualTo("15.0000");
    }

    @Test
    void ofAPartOfTheProductNothingIsToldThatIsOfTheWhole() {
        used("acme", "f01", "2025-06-10", 90);
        used("acme", "f02", "2025-06-11", 30);
        JsonNode part = ok("{'client_id': 'acme Inc', 'category': 'Integration'}");
        assertThat(part.at("/core/event_count").asInt()).isEqualTo(30);
        assertThat(part.at("/core/features_available_count").asInt()).isEqualTo(1);
        for (String field :
                List.of(
                        "minute_count",
                        "active_day_count",
                        "active_user_count",
                        "known_user_count",
                        "events_per_active_user")) {
            assertThat(part.path("core").has(field)).as(field).isFalse();
        }
        assertThat(texts(part.path("vs_previous"), "metric"))
                .containsExactly("event_count", "features_used_count");
        for (String field : List.of("user_segments", "by_role", "benchmark")) {
            assertThat(part.has(field)).as(field).isFalse();
        }
        assertThat(texts(part.path("data_gaps"), "reason")).containsExactly("not_of_a_part");

        for (String who : List.of("'client_id': 'acme Inc', ", "")) {
            JsonNode category = tools.refused(tool, "{" + who + "'category': 'integratoin'}");
            assertThat(category.path("field").asText()).isEqualTo("category");
            assertThat(category.path("suggestions").toString()).contains("integration");
            JsonNode product = tools.refused(tool, "{" + who + "'product_id': 'nothing'}");
            assertThat(product.path("field").asText()).isEqualTo("product_id");
        }
    }

    @Test
    void whatIsAskedWrongly() {
        assertThat(tools.refused(tool, "{'period_start': '2024-01-01'}").path("field").asText())
                .isEqualTo("period_start");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'period_start': '2025-06-10', 'period_end':"
                                                + " '2025-06-10'}")
                                .path("field")
                                .asText())
                .isEqualTo("period_end");
        assertThat(
                        tools.refused(tool, "{'client_id': 'acme Inc', 'tier': 'starter'}")
                                .path("field")
                                .asText())
                .isEqualTo("tier");
        JsonNode empty = ok("{'client_id': 'acme Inc'}");
        assertThat(empty.at("/core/event_count").asInt()).isZero();
        assertThat(texts(empty.path("data_gaps"), "reason")).contains("no_usage");
    }

    private void used(String name, String feature, String day, int events) {
        execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_%s', '%s', '%s', %d, 1);
                insert into usage_daily_users (client_id, day, user_key, event_count)
                values ('client_%1$s', '%2$s', 'u1', %4$d)
                on conflict (client_id, day, user_key) do update
                set event_count = usage_daily_users.event_count + excluded.event_count
                """
                        .formatted(name, day, feature, events));
    }

    private void client(String name, String tier, int arr) {
        execute(
                """
                insert into client_names (client_id, name) values ('client_%1$s', '%1$s Inc');
                insert into clients (client_id, name, company_name, tier, contract_value)
                values ('client_%1$s', '%1$s Inc', '%1$s Inc', '%2$s', %3$d)
                """
                        .formatted(name, tier, arr));
    }

    /** Returns the worker's answer to the job of a call, in two chunks. */
    private JsonNode worked(String arguments) {
        execute("delete from jobs");
        tools.ok(tool, arguments);
        String order =
                server.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("select arguments::text from jobs")
                                                .mapTo(String.class)
                                                .one());
        RunningJob job =
                new RunningJob(
                        "job_1",
                        PortfolioUseWork.TOOL,
                        "key_admin",
                        Json.read(order, ObjectNode.class),
                        clock.instant());
        PortfolioUseWork work = new PortfolioUseWork(cursors);
        return server.database()
                .read(
                        tx ->
                                work.finish(
                                        tx,
                                        job,
                                        List.of(
                                                work.work(
                                                        tx,
                                                        job,
                                                        new JobChunk(
                                                                0, "client_a", "client_c05", 7)),
                                                work.work(
                                                        tx,
                                                        job,
                                                        new JobChunk(
                                                                1, "client_c06", "client_z", 8)))));
    }

    private JsonNode ok(String arguments) {
        return tools.ok(tool, arguments);
    }

    private void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(each -> each.path(field).asText()).toList();
    }
}
