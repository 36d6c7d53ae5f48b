package io.os199.cs.api.resources;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.json.WireName;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A tool's declaration as a page for people and models, with what {@link ServedTool#listing} has no room for. */
final class ToolDocs {
    private ToolDocs() {}

    static String markdown(ToolDefinition<?, ?> definition) {
        ToolInfo info = definition.info();
        List<String> lines = new ArrayList<>();
        lines.add("# " + info.title() + " (`" + info.name() + "`)");
        lines.add("");
        lines.add(info.description());
        lines.add("");
        lines.add("- Toolset: " + definition.toolset());
        lines.add("- Needs the scope " + info.scope() + ", and for some actions more");
        lines.add("- Effect: " + WireName.of(info.effect()));
        lines.add("- Deadline: at most " + info.deadlineSeconds() + " s");
        lines.add("");
        lines.add("## Parameters");
        lines.add("");
        fields(lines, definition.wholeInputSchema(), 0);
        if (info.takesMailTexts()) {
            lines.add("");
            lines.add("## Tokens of texts of mails");
            lines.add("");
            lines.add("`{{name}}`, or `{{name|fallback}}` for readers of whom it is not known:");
            MailToken.words().forEach(word -> lines.add("- `" + word + "`"));
        }
        lines.add("");
        lines.add("## Answer");
        lines.add("");
        fields(lines, definition.outputSchema(), 0);
        return String.join("\n", lines) + "\n";
    }

    private static void fields(List<String> lines, JsonNode schema, int depth) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties")
                .properties()
                .forEach(
                        field -> {
                            JsonNode declared = field.getValue();
                            JsonNode inner =
                                    declared.has("items") ? declared.path("items") : declared;
                            String line =
                                    "%s- `%s`: %s%s"
                                            .formatted(
                                                    "  ".repeat(depth),
                                                    field.getKey(),
                                                    type(declared),
                                                    required.contains(field.getKey())
                                                            ? ""
                                                            : ", optional");
                            lines.add(line + details(declared));
                            fields(lines, inner, depth + 1);
                        });
    }

    private static String type(JsonNode declared) {
        String type = declared.path("type").asText("any");
        return type.equals("array")
                ? "list of " + declared.path("items").path("type").asText("any")
                : declared.path("format").asText(type);
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))
                : value.asText();
    }

    private static String details(JsonNode declared) {
        StringBuilder details = new StringBuilder();
        JsonNode words =
                declared.has("enum") ? declared.path("enum") : declared.path("items").path("enum");
        if (words.isArray()) {
            List<String> all = new ArrayList<>();
            words.forEach(word -> all.add(word.asText()));
            details.append("; one of ").append(String.join(", ", all));
        }
        for (String bound : List.of("minimum", "maximum", "default")) {
            if (declared.has(bound)) {
                details.append("; ").append(bound).append(' ').append(text(declared.path(bound)));
            }
        }
        if (declared.has("description")) {
            details.append(". ").append(declared.path("description").asText());
        }
        return details.toString();
    }
}
