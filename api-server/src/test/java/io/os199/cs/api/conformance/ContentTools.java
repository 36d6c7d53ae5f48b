package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedTool;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Tools that answer at once, or send notifications on the way. */
final class ContentTools {
    private static final String WAV =
            "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

    /** More than half a second: progress is reported at most twice a second. */
    private static final long A_WHILE_NANOS = 520_000_000;

    private static final long A_MOMENT_NANOS = 50_000_000;

    private ContentTools() {}

    static List<ServedTool> all() {
        return List.of(
                new FixtureTool(
                        "test_simple_text",
                        "Answers with a text",
                        (_, _) -> answer("This is a simple text response for testing.")),
                new FixtureTool(
                        "test_image_content",
                        "Answers with an image",
                        (_, _) -> Outcome.of(Literal.result(Literal.image()))),
                new FixtureTool(
                        "test_audio_content",
                        "Answers with a sound",
                        (_, _) ->
                                Outcome.of(
                                        Literal.result(
                                                Literal.object(
                                                                "{'type': 'audio', 'mimeType':"
                                                                        + " 'audio/wav'}")
                                                        .put("data", WAV)))),
                new FixtureTool(
                        "test_embedded_resource",
                        "Answers with a resource",
                        (_, _) ->
                                Outcome.of(
                                        Literal.result(
                                                Literal.resource(
                                                        "test://embedded-resource",
                                                        "text/plain",
                                                        "This is an embedded resource content.")))),
                new FixtureTool(
                        "test_multiple_content_types",
                        "Answers with a text, an image and a resource",
                        (_, _) ->
                                Outcome.of(
                                        Literal.result(
                                                Literal.text("Multiple content types test:"),
                                                Literal.image(),
                                                Literal.resource(
                                                        "test://mixed-content-resource",
                                                        "application/json",
                                                        "{\"test\":\"data\",\"value\":123}")))),
                new FixtureTool(
                        "test_error_handling",
                        "Fails",
                        (_, _) ->
                                Outcome.of(
                                        Literal.failure(
                                                "This tool intentionally returns an error for"
                                                        + " testing"))),
                new FixtureTool(
                        "test_tool_with_progress", "Tells how far it is", ContentTools::progress),
                new FixtureTool(
                        "test_tool_with_logging", "Logs three messages", ContentTools::logging),
                new FixtureTool("test_logging_tool", "Logs three messages", ContentTools::logging),
                new FixtureTool(
                        "test_tool_with_header",
                        "Has an argument that comes as a header too",
                        """
                        {
                          'type': 'object',
                          'properties': {'region': {'type': 'string', 'x-mcp-header': 'Region'}},
                          'additionalProperties': false
                        }
                        """,
                        (arguments, _) -> answer("region " + arguments.path("region").asText())),
                new FixtureTool(
                        "json_schema_2020_12_tool",
                        "Tool with JSON Schema 2020-12 features",
                        """
                        {
                          '$schema': 'https://json-schema.org/draft/2020-12/schema',
                          'type': 'object',
                          '$defs': {
                            'address': {
                              '$anchor': 'addressDef',
                              'type': 'object',
                              'properties': {
                                'street': {'type': 'string'},
                                'city': {'type': 'string'}
                              }
                            }
                          },
                          'properties': {
                            'name': {'type': 'string'},
                            'address': {'$ref': '#/$defs/address'},
                            'contactMethod': {'type': 'string', 'enum': ['phone', 'email']},
                            'phone': {'type': 'string'},
                            'email': {'type': 'string'}
                          },
                          'allOf': [{'anyOf': [{'required': ['phone']}, {'required': ['email']}]}],
                          'if': {
                            'properties': {'contactMethod': {'const': 'phone'}},
                            'required': ['contactMethod']
                          },
                          'then': {'required': ['phone']},
                          'else': {'required': ['email']},
                          'additionalProperties': false
                        }
                        """,
                        (_, _) -> answer("done")));
    }

    private static Outcome answer(String text) {
        return Outcome.of(Literal.result(text));
    }

    private static Outcome progress(JsonNode arguments, Asked asked) {
        for (int done = 0; done <= 100; done += 50) {
            asked.progress(done, 100.0, null);
            LockSupport.parkNanos(A_WHILE_NANOS);
        }
        return answer("done");
    }

    private static Outcome logging(JsonNode arguments, Asked asked) {
        for (String line :
                List.of(
                        "Tool execution started",
                        "Tool processing data",
                        "Tool execution completed")) {
            if (wantsLogs(asked)) {
                asked.send(
                        "notifications/message",
                        Literal.object("{'level': 'info'}").put("data", line));
            }
            LockSupport.parkNanos(A_MOMENT_NANOS);
        }
        return answer("done");
    }

    /** Whether the client wants logs; a modern one says so in each request. */
    private static boolean wantsLogs(Asked asked) {
        return !asked.isModern()
                || asked.params().path("_meta").has("io.modelcontextprotocol/logLevel");
    }
}
