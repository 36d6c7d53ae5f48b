package io.os199.cs.api.tools.communication;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients with their contacts and users, over a real database; a tool is called by its name. */
final class CommunicationFixture implements AutoCloseable {
    static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final ToolFixture tools = new ToolFixture(server.database(), clock);
    final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    final Tool<?, ?> tool;

    CommunicationFixture(String name) {
        at("2026-11-11T10:00:00Z");
        tool =
                CommunicationTools.of(
                                server.database(),
                                features,
                                new Cursors(new Sealer("a key of sixteen bytes"), clock))
                        .stream()
                        .filter(
                                each ->
                                        each.getClass()
                                                .getAnnotation(ToolInfo.class)
                                                .name()
                                                .equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    /** Adds an active, healthy client in the stage active. */
    void client(String id, String name) {
        execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        execute(
                """
                insert into clients (client_id, name, company_name, industry, tier, csm, lifecycle_stage, health_score,
                    health_band)
                values (?, ?, ?, 'Finance', 'enterprise', 'kim', 'active', 80, 'healthy')
                """,
                id,
                name,
                name);
    }

    /** Adds a contact of this name, surnamed Lee, with an address at the client's domain. */
    void contact(String client, String name) {
        execute(
                """
                insert into contacts (client_id, contact_id, name, email, title)
                values (?, ?, initcap(?) || ' Lee', ?, 'Head of ' || ?)
                """,
                client,
                "contact_" + name,
                name,
                mail(client, name),
                name);
    }

    static String mail(String client, String name) {
        return "%s@%s.example".formatted(name, client.replace("client_", ""));
    }

    JsonNode ok(String arguments) {
        return tools.ok(tool, "{" + arguments + "}");
    }

    JsonNode refused(String arguments) {
        return tools.refused(tool, "{" + arguments + "}");
    }

    ToolResult call(Principal principal, String arguments) {
        return tools.call(tool, principal, "{" + arguments + "}");
    }

    /** Makes all calls at once, each in a thread of its own. */
    List<ToolResult> together(List<String> calls) throws Exception {
        List<Callable<ToolResult>> all = new ArrayList<>();
        calls.forEach(each -> all.add(() -> call(ToolFixture.ADMIN, each)));
        List<ToolResult> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            for (Future<ToolResult> each : threads.invokeAll(all)) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
    }

    static List<String> gaps(JsonNode answer) {
        return answer.path("data_gaps").findValuesAsText("reason");
    }

    /** Moves the clock, and makes the partitions that the day needs. */
    void at(String instant) {
        clock.set(instant);
        try {
            new Partitions(server.dataSource(), clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql, @Nullable Object... values) {
        server.jdbi().useHandle(db -> db.execute(sql, values));
    }

    List<String> rows(String query) {
        return server.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }

    @Override
    public void close() {
        server.close();
    }
}
