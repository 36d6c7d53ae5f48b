package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.util.List;

/** Three clients and their feedback, at noon on 2026-06-30. */
final class FeedbackFixture implements AutoCloseable {
    final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final ToolFixture tools = new ToolFixture(server.database(), clock);
    final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    final CollectFeedback collect =
            new CollectFeedback(
                    server.database(), features.directory(), features.feedbackCollection());

    FeedbackFixture() {
        client("a", "Acme Corp", "professional");
        client("b", "Beta Ltd", "professional");
        client("c", "Gamma Inc", "enterprise");
    }

    void client(String id, String name, String tier) {
        execute(
                "insert into client_names (client_id, name) values ('client_%s', '%s')"
                        .formatted(id, name));
        execute(
                """
                insert into clients (client_id, name, company_name, tier, csm, lifecycle_stage, contract_start_date)
                values ('client_%1$s', '%2$s', '%2$s', '%3$s', 'kim', 'active', '2025-01-01')
                """
                        .formatted(id, name, tier));
    }

    void execute(String sql) {
        server.execute(sql);
    }

    List<String> rows(String sql) {
        return server.texts(sql);
    }

    String value(String sql) {
        return rows(sql).getFirst();
    }

    JsonNode ok(Tool<?, ?> tool, String arguments) {
        return tools.ok(tool, arguments);
    }

    JsonNode refused(Tool<?, ?> tool, String arguments) {
        return tools.refused(tool, arguments);
    }

    ToolResult as(Principal principal, Tool<?, ?> tool, String arguments) {
        return tools.call(tool, principal, Json.read(arguments.replace('\'', '"'), JsonNode.class));
    }

    /** Adds feedback on the product by mail; {@code more} holds further arguments, after a comma. */
    JsonNode product(String client, String title, String content, String more) {
        return ok(
                collect,
                """
                {'client_id': '%s', 'feedback_type': 'product_feedback', 'source': 'email', 'title': '%s',
                 'content': '%s', 'category': 'product'%s}
                """
                        .formatted(client, title, content, more));
    }

    @Override
    public void close() {
        server.close();
    }
}
