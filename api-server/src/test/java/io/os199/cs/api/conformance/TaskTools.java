package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedTool;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tools that answer with a task if the client accepts one. */
final class TaskTools {
    private static final String NAME = "user_name";

    private final FixtureTasks tasks;

    TaskTools(FixtureTasks tasks) {
        this.tasks = tasks;
    }

    List<ServedTool> all() {
        return List.of(
                new FixtureTool(
                        "greet",
                        "Greets at once",
                        schema("'name': {'type': 'string'}"),
                        (arguments, _) ->
                                Outcome.of(
                                        Literal.result(
                                                "Hello, %s!"
                                                        .formatted(
                                                                arguments.path("name").asText())))),
                new FixtureTool(
                        "slow_compute",
                        "Takes some seconds",
                        schema("'seconds': {'type': 'number'}, 'label': {'type': 'string'}"),
                        this::slow),
                new FixtureTool("failing_job", "Fails after a moment", this::failing),
                new FixtureTool("protocol_error_job", "Breaks", this::breaking),
                new FixtureTool(
                        "confirm_delete",
                        "Asks in the middle",
                        schema("'filename': {'type': 'string'}"),
                        this::confirming),
                new FixtureTool("multi_input", "Asks two things in the middle", this::asking),
                new FixtureTool(
                        "test_tool_with_task", "Asks first, then becomes a task", this::composed));
    }

    private Outcome slow(JsonNode arguments, Asked asked) {
        Duration time = Duration.ofMillis(Math.round(arguments.path("seconds").asDouble(0) * 1000));
        String text = "computed " + arguments.path("label").asText();
        if (!asked.client().takesTasks() || time.isZero()) {
            return Outcome.of(Literal.result(text));
        }
        return tasks.begin(
                asked,
                task -> {
                    task.work(time);
                    return Literal.result(text);
                });
    }

    private Outcome failing(JsonNode arguments, Asked asked) {
        requireTasks(asked);
        return tasks.begin(
                asked,
                task -> {
                    task.work(Duration.ofSeconds(1));
                    return Literal.failure("the job failed");
                });
    }

    private Outcome breaking(JsonNode arguments, Asked asked) {
        requireTasks(asked);
        return tasks.begin(
                asked,
                _ -> {
                    throw new RpcException(RpcError.internal(asked.requestId()));
                });
    }

    private Outcome confirming(JsonNode arguments, Asked asked) {
        requireTasks(asked);
        return tasks.begin(
                asked,
                task -> {
                    Map<String, JsonNode> answers =
                            task.ask(
                                    Map.of(
                                            "confirm",
                                            Question.form(
                                                    "Delete "
                                                            + arguments.path("filename").asText()
                                                            + "?",
                                                    "{'confirm': {'type': 'boolean'}}")));
                    return Literal.result("answers: " + answers);
                });
    }

    private Outcome asking(JsonNode arguments, Asked asked) {
        requireTasks(asked);
        return tasks.begin(
                asked,
                task -> {
                    Map<String, JsonNode> answers =
                            task.ask(
                                    Map.of(
                                            "one", Question.text("What is your name?"),
                                            "two", Question.text("And what else?")));
                    return Literal.result("answers: " + answers);
                });
    }

    private Outcome composed(JsonNode arguments, Asked asked) {
        requireTasks(asked);
        JsonNode answer = asked.inputs().response(NAME);
        if (answer == null) {
            return new Outcome.InputRequired(
                    Map.of(NAME, Question.text("What is your name?")), "asked");
        }
        String name = answer.path("content").path("name").asText();
        return tasks.begin(asked, _ -> Literal.result("Hello, " + name + "!"));
    }

    private static void requireTasks(Asked asked) {
        if (!asked.client().takesTasks()) {
            throw new RpcException(
                    RpcError.missingCapability(
                            "this tool needs a client that takes tasks",
                            ClientAbilities.requiredForTasks()));
        }
    }

    private static String schema(String properties) {
        return "{'type': 'object', 'properties': {%s}}".formatted(properties);
    }
}
