package io.os199.cs.api.prompts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedPrompt;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Principal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A prompt whose text is the resource {@code NAME.md}. {@code {{argument}}} stands for an argument, {@code
 * {{argument|words}}} for an optional one, replaced by the words where it is absent; a word in backticks is the name
 * of a tool. The prompt is shown to callers who can see all these tools.
 */
final class Prompt implements ServedPrompt {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)(?:\\|([^}]*))?}}");
    private static final Pattern TOOL = Pattern.compile("`([a-z_]+)`");
    private static final int LONGEST_VALUE = 200;

    private final String name;
    private final String title;
    private final String description;
    private final List<Argument> arguments;
    private final String text;
    private final List<ServedTool> tools;

    Prompt(
            String name,
            String title,
            String description,
            List<Argument> arguments,
            Collection<ServedTool> served) {
        this.name = name;
        this.title = title;
        this.description = description;
        this.arguments = arguments;
        this.text = read(name + ".md");
        Map<String, ServedTool> byName =
                served.stream().collect(Collectors.toMap(ServedTool::name, tool -> tool));
        this.tools =
                TOOL.matcher(text)
                        .results()
                        .map(named -> named.group(1))
                        .distinct()
                        .map(
                                tool ->
                                        Objects.requireNonNull(
                                                byName.get(tool),
                                                () -> name + " names no tool: " + tool))
                        .toList();
        checkPlaces();
    }

    private void checkPlaces() {
        Set<String> places =
                PLACE.matcher(text)
                        .results()
                        .map(place -> place.group(1))
                        .collect(Collectors.toSet());
        if (!places.equals(argumentNames())) {
            throw new IllegalStateException(
                    name + ": the text uses " + places + ", declared are " + argumentNames());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectNode listing() {
        ObjectNode listing = JsonNodeFactory.instance.objectNode();
        listing.put("name", name).put("title", title).put("description", description);
        ArrayNode listed = listing.putArray("arguments");
        for (Argument argument : arguments) {
            listed.addObject()
                    .put("name", argument.name())
                    .put("description", argument.description())
                    .put("required", argument.required());
        }
        return listing;
    }

    @Override
    public boolean isVisibleTo(Principal principal, Surface surface) {
        return tools.stream().allMatch(tool -> tool.isOn(surface) && tool.isVisibleTo(principal));
    }

    @Override
    public Set<String> argumentNames() {
        return arguments.stream()
                .map(Argument::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Set<String> requiredArguments() {
        return arguments.stream()
                .filter(Argument::required)
                .map(Argument::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Optional<Argument> argument(String wanted) {
        return arguments.stream().filter(each -> each.name().equals(wanted)).findFirst();
    }

    @Override
    public Outcome get(Map<String, String> given, Asked asked) {
        given.forEach(this::check);
        String filled =
                PLACE.matcher(text)
                        .replaceAll(place -> Matcher.quoteReplacement(value(place, given)));
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("description", description);
        result.putArray("messages")
                .addObject()
                .put("role", "user")
                .putObject("content")
                .put("type", "text")
                .put("text", filled);
        return Outcome.of(result);
    }

    /** The value in quotes, so that it stays a single value; otherwise the words of the placeholder. */
    private static String value(MatchResult place, Map<String, String> given) {
        String value = given.getOrDefault(place.group(1), "").strip();
        String otherwise = place.group(2) == null ? "" : place.group(2);
        return value.isEmpty() ? otherwise : '"' + value.replace('"', '\'') + '"';
    }

    private void check(String argument, String value) {
        if (value.length() > LONGEST_VALUE
                || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new RpcException(
                    RpcError.invalidParams(
                            argument + " must be one line of at most 200 characters"));
        }
        List<String> values = argument(argument).map(Argument::values).orElse(List.of());
        if (!values.isEmpty() && !value.isBlank() && !values.contains(value.strip())) {
            throw new RpcException(
                    RpcError.invalidParams(
                            argument + " must be one of " + String.join(", ", values)));
        }
    }

    private static String read(String file) {
        try (var in = Objects.requireNonNull(Prompt.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
