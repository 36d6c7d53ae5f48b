package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Acme Corp with its contacts, three modules, and the training tools over a real database. */
final class TrainingFixture implements AutoCloseable {
    final TestClock clock = new TestClock("2025-03-10T09:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final ToolFixture tools = new ToolFixture(server.database(), clock);
    final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    final DeliverTrainingSession sessions =
            new DeliverTrainingSession(
                    server.database(), features.directory(), features.trainingSessions());

    TrainingFixture() {
        at("2025-03-10T09:00:00Z");
        client("client_acme", "Acme Corp");
        for (String name : List.of("ada", "ben", "cy", "di")) {
            contact("client_acme", name, "user");
        }
        module("101", "Basics", "live_webinar", "0.75", "");
        module("102", "Reports", "workshop", "0.75", "module_101");
        module("103", "Reading list", "documentation", null, "");
    }

    void client(String id, String name) {
        execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        execute(
                """
                insert into clients (client_id, name, company_name, tier, csm, lifecycle_stage, contract_start_date)
                values (?, ?, ?, 'professional', 'kim', 'onboarding', '2025-01-01')
                """,
                id,
                name,
                name);
    }

    /** Adds a contact whose address is the name at Acme. */
    void contact(String client, String name, String role) {
        execute(
                """
                insert into contacts (client_id, contact_id, name, email, role)
                values (?, ?, ?, ?, ?)
                """,
                client,
                "contact_" + name,
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " Lee",
                mail(name),
                role);
    }

    void module(
            String code, String name, String format, @Nullable String mark, String prerequisite) {
        execute(
                """
                insert into training_modules (module_id, code, name, format, duration_minutes, passing_score_rate,
                    prerequisites)
                values (?, ?, ?, ?, 60, cast(? as double precision), coalesce(string_to_array(nullif(?, ''), ','), '{}'))
                """,
                "module_" + code,
                code,
                name,
                format,
                mark,
                prerequisite);
    }

    static String mail(String name) {
        return name + "@acme.example";
    }

    /** Schedules a session for these people at Acme; returns its id. */
    String session(String module, String at, String... names) {
        return ok("'training_module_id': '%s', 'scheduled_at': '%s', 'attendee_emails': [%s]"
                        .formatted(module, at, mails(names)))
                .at("/session/session_id")
                .asText();
    }

    static String mails(String... names) {
        return String.join(", ", List.of(names).stream().map(n -> "'" + mail(n) + "'").toList());
    }

    /** Returns the result of a person who attended and was assessed. */
    static String scored(String name, String score) {
        return "{'email': '%s', 'attended': true, 'score_rate': %s}".formatted(mail(name), score);
    }

    static String record(String session, int version, String more) {
        return "'action': 'record', 'session_id': '%s', 'version': %d, %s"
                .formatted(session, version, more);
    }

    static String results(String session, int version, String... rows) {
        return record(session, version, "'results': [" + String.join(", ", rows) + "]");
    }

    static String ofAcme(String arguments) {
        return "{'client_id': 'Acme Corp', " + arguments + "}";
    }

    JsonNode ok(String arguments) {
        return tools.ok(sessions, ofAcme(arguments));
    }

    JsonNode refused(String arguments) {
        return tools.refused(sessions, ofAcme(arguments));
    }

    ToolResult call(Principal principal, String arguments) {
        return tools.call(sessions, principal, ofAcme(arguments));
    }

    /** Makes all calls at once, each in a thread of its own; returns the answers as text, in order. */
    static List<String> together(List<Callable<ToolResult>> calls) throws Exception {
        List<String> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<ToolResult> each : threads.invokeAll(calls)) {
                answers.add(each.get().content().toString());
            }
        }
        return answers;
    }

    static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
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
