package io.os199.cs.api.conformance;

import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedTool;

import java.util.List;
import java.util.function.Consumer;

/** Tools that announce that a list has changed. */
final class ChangeTools {
    private ChangeTools() {}

    /** Creates the tools; {@code changed} receives the name of the list. */
    static List<ServedTool> all(Consumer<String> changed) {
        return List.of(
                changing("test_trigger_tool_change", "tools", changed),
                changing("test_trigger_prompt_change", "prompts", changed));
    }

    private static ServedTool changing(String name, String list, Consumer<String> changed) {
        return new FixtureTool(
                name,
                "Says that the " + list + " have changed",
                (_, _) -> {
                    changed.accept(list);
                    return Outcome.of(Literal.result("done"));
                });
    }
}
