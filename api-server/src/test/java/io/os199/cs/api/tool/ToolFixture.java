package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls tools as the protocol edge does: arguments as JSON, through {@link ToolRunner}. Every answer is validated
 * against the tool's own output schema.
 */
public final class ToolFixture {
    /** A principal that may do and see everything. */
    public static final Principal ADMIN =
            new Principal("key_admin", Set.of(Scope.CS_ADMIN, Scope.PII_READ));

    private final ToolRunner runner;
    private final Map<Tool<?, ?>, ToolDefinition<?, ?>> definitions = new ConcurrentHashMap<>();

    public ToolFixture(Database database, Clock clock) {
        // Refused calls are audited independently of the calls, at a time that no test knows:
        // RefusalAuditTest covers
        // that, and here the log holds only what tools write.
        Refusals nowhere = (principal, tool, arguments, outcome, requestId) -> {};
        this.runner =
                new ToolRunner(
                        database,
                        clock,
                        new PrometheusRegistry(),
                        RateLimit.none(),
                        nowhere,
                        Cache.none(),
                        Tracing.off());
    }

    /** Returns the jobs that tools start, which no worker runs. */
    public static Jobs jobs(TestDatabase database, Clock clock) {
        return new Jobs(
                database.database(),
                new JobQueue(database.dataSource()),
                new DatabaseSignals(database.directDataSource()),
                clock);
    }

    /** Calls the tool with {@code arguments} as JSON; single quotes may stand for double ones. */
    public ToolResult call(Tool<?, ?> tool, Principal principal, String arguments) {
        return call(tool, principal, Json.read(arguments.replace('\'', '"'), JsonNode.class));
    }

    public ToolResult call(Tool<?, ?> tool, Principal principal, JsonNode arguments) {
        ToolDefinition<?, ?> definition = definition(tool);
        ToolResult result =
                runner.run(
                        definition,
                        arguments,
                        new CallContext(principal, "req_test", new Cancellation()));
        if (!result.isError()) {
            var schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(definition.outputSchema().toString(), InputFormat.JSON);
            assertThat(schema.validate(result.content().toString(), InputFormat.JSON))
                    .as("output schema of %s", definition.name())
                    .isEmpty();
        }
        return result;
    }

    private ToolDefinition<?, ?> definition(Tool<?, ?> tool) {
        return definitions.computeIfAbsent(tool, ToolDefinition::of);
    }

    /** Returns the {@code error} of a call on a read-only path. */
    public JsonNode refusedReading(Tool<?, ?> tool, String arguments) {
        return reading(tool, arguments).path("error");
    }

    /** Returns the answer to a call on a read-only path, by {@link #ADMIN}. */
    public JsonNode reading(Tool<?, ?> tool, String arguments) {
        CallContext context =
                new CallContext(
                        ADMIN,
                        "req_test",
                        new Cancellation(),
                        null,
                        null,
                        true,
                        false,
                        null,
                        (done, total, message) -> {});
        JsonNode read = Json.read(arguments.replace('\'', '"'), JsonNode.class);
        return runner.run(definition(tool), read, context).content();
    }

    /** Returns the output of a call that must succeed, by {@link #ADMIN}. */
    public JsonNode ok(Tool<?, ?> tool, String arguments) {
        ToolResult result = call(tool, ADMIN, arguments);
        assertThat(result.isError()).as("%s", result.content()).isFalse();
        return result.content();
    }

    /** Returns the {@code error} of a call that must be refused, by {@link #ADMIN}. */
    public JsonNode refused(Tool<?, ?> tool, String arguments) {
        ToolResult result = call(tool, ADMIN, arguments);
        assertThat(result.isError()).as("%s", result.content()).isTrue();
        return result.content().path("error");
    }
}
