package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedPrompt;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Principal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A prompt that exists only for the protocol; all its arguments are required. */
final class FixturePrompt implements ServedPrompt {
    private final String name;
    private final Set<String> arguments;
    private final Body body;

    /** The content of a prompt: its messages, or what has to be asked first. */
    interface Body {
        Outcome get(Map<String, String> arguments, Asked asked);
    }

    private FixturePrompt(String name, Set<String> arguments, Body body) {
        this.name = name;
        this.arguments = new TreeSet<>(arguments);
        this.body = body;
    }

    static List<ServedPrompt> all() {
        return List.of(
                new FixturePrompt(
                        "test_simple_prompt",
                        Set.of(),
                        (_, _) -> messages(Literal.text("This is a simple prompt for testing."))),
                new FixturePrompt(
                        "test_prompt_with_arguments",
                        Set.of("arg1", "arg2"),
                        (arguments, _) ->
                                messages(
                                        Literal.text(
                                                "Prompt with arguments: arg1='%s', arg2='%s'"
                                                        .formatted(
                                                                arguments.get("arg1"),
                                                                arguments.get("arg2"))))),
                new FixturePrompt(
                        "test_prompt_with_embedded_resource",
                        Set.of("resourceUri"),
                        (arguments, _) ->
                                messages(
                                        Literal.resource(
                                                arguments.getOrDefault("resourceUri", ""),
                                                "text/plain",
                                                "Embedded resource content for testing."),
                                        Literal.text(
                                                "Please process the embedded resource above."))),
                new FixturePrompt(
                        "test_prompt_with_image",
                        Set.of(),
                        (_, _) ->
                                messages(
                                        Literal.image(),
                                        Literal.text("Please analyze the image above."))),
                new FixturePrompt(
                        "test_input_required_result_prompt",
                        Set.of(),
                        (_, asked) -> inContext(asked)));
    }

    private static Outcome inContext(Asked asked) {
        JsonNode answer = asked.inputs().response("user_context");
        return answer == null
                ? new Outcome.InputRequired(
                        Map.of(
                                "user_context",
                                Question.form(
                                        "What context should the prompt use?",
                                        "{'context': {'type': 'string'}}")),
                        null)
                : messages(Literal.text("In context: " + answer.path("content").path("context")));
    }

    private static Outcome messages(JsonNode... contents) {
        ObjectNode result = Literal.object("{}");
        ArrayNode messages = result.putArray("messages");
        for (JsonNode content : contents) {
            messages.addObject().put("role", "user").set("content", content);
        }
        return Outcome.of(result);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectNode listing() {
        ObjectNode listing =
                Literal.object("{}").put("name", name).put("description", "A prompt for tests");
        ArrayNode listed = listing.putArray("arguments");
        arguments.forEach(each -> listed.addObject().put("name", each).put("required", true));
        return listing;
    }

    @Override
    public boolean isVisibleTo(Principal principal, Surface surface) {
        return true;
    }

    @Override
    public Set<String> argumentNames() {
        return arguments;
    }

    @Override
    public Set<String> requiredArguments() {
        return arguments;
    }

    @Override
    public Outcome get(Map<String, String> arguments, Asked asked) {
        return body.get(arguments, asked);
    }
}
