package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.InputRequest;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.mcp.served.TaskStore;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.CallContext;
import io.os199.cs.api.tool.Consent;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.api.tool.ToolResult.Question;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.platform.json.WrittenJson;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tool of the product, as the protocol serves it. */
public final class ProductTool implements ServedTool {
    /** The toolset with the tools that manage the jobs started by others. */
    private static final String JOBS = "jobs";

    /** The key of the one question that a tool asks: whether to go ahead. */
    private static final String CONFIRM = "confirm";

    private static final List<String> OF_AN_ENDED_TASK =
            List.of("result", "error", "inputRequests");

    private final ToolDefinition<?, ?> definition;
    private final ToolRunner runner;
    private final TaskStore tasks;
    private final ObjectNode listing;

    public ProductTool(ToolDefinition<?, ?> definition, ToolRunner runner, TaskStore tasks) {
        this.definition = definition;
        this.runner = runner;
        this.tasks = tasks;
        this.listing = ToolListing.of(definition);
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public ObjectNode listing() {
        return listing;
    }

    @Override
    public boolean isOn(Surface surface) {
        String toolset = definition.toolset();
        ToolInfo info = definition.info();
        return (!surface.readOnly() || (info.effect() == Effect.READ && !info.alwaysJob()))
                && (surface.toolset() == null
                        || toolset.equals(surface.toolset())
                        || toolset.equals(JOBS));
    }

    @Override
    public boolean isVisibleTo(Principal principal) {
        return definition.isVisibleTo(principal);
    }

    @Override
    public Set<Scope> missing(Principal principal) {
        Scope scope = definition.info().scope();
        return principal.has(scope) ? Set.of() : Set.of(scope);
    }

    @Override
    public void refused(@Nullable JsonNode arguments, Asked asked) {
        runner.refusedForScope(definition, arguments, asked.principal(), asked.requestId());
    }

    @Override
    public Outcome call(@Nullable JsonNode arguments, Asked asked) {
        CallContext context =
                new CallContext(
                        asked.principal(),
                        asked.requestId(),
                        asked.cancellation(),
                        asked.repeatKey(),
                        asked.traceParent(),
                        asked.surface().readOnly(),
                        asked.client().takesTasks(),
                        consent(asked),
                        asked::progress);
        ToolResult result = runner.run(definition, arguments, context);
        if (!result.neededScopes().isEmpty() && asked.principal().canStepUp()) {
            throw new RpcException(RpcError.insufficientScope(name(), result.neededScopes()));
        }
        Question question = result.question();
        if (question != null && asked.client().elicitsByForm()) {
            return ask(question);
        }
        String jobId = result.jobId();
        if (jobId != null) {
            ObjectNode task = tasks.find(jobId, asked).orElseThrow();
            return new Outcome.TaskBegun(task.remove(OF_AN_ENDED_TASK));
        }
        return Outcome.of(result(result.isError(), result.json()));
    }

    /**
     * The result of a call, which is serialized once and sent twice: some hosts show the model only the text, some
     * only the structure.
     *
     * @param written the serialized answer
     */
    public static ObjectNode result(boolean isError, WrittenJson written) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content")
                .addObject()
                .put("type", "text")
                .putRawValue("text", written.asString());
        result.put("isError", isError).putRawValue("structuredContent", written.asValue());
        return result;
    }

    private static Outcome ask(Question question) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("mode", "form").put("message", question.text());
        ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
        schema.putObject("properties")
                .putObject(CONFIRM)
                .put("type", "boolean")
                .put("title", "Yes, do it")
                .put("default", false);
        schema.putArray("required").add(CONFIRM);
        return new Outcome.InputRequired(
                Map.of(CONFIRM, new InputRequest("elicitation/create", params)), question.token());
    }

    /**
     * Returns what the person answered; absent without an answer of the expected form, so that the question is asked
     * again.
     */
    private static @Nullable Consent consent(Asked asked) {
        String token = asked.inputs().state();
        JsonNode response = asked.inputs().response(CONFIRM);
        if (token == null || response == null) {
            return null;
        }
        if (!"accept".equals(response.path("action").textValue())) {
            return new Consent(token, false);
        }
        JsonNode said = response.path("content").path(CONFIRM);
        return said.isBoolean() ? new Consent(token, said.booleanValue()) : null;
    }
}
