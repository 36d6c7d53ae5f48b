package io.os199.cs.api.tool;

import io.os199.cs.api.security.Principal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of this deployment in the order of the toolsets; fixed at startup. */
public final class ToolRegistry {
    private final Map<String, ToolDefinition<?, ?>> tools;

    public ToolRegistry(Collection<? extends Tool<?, ?>> tools) {
        Map<String, ToolDefinition<?, ?>> byName = new LinkedHashMap<>();
        for (Tool<?, ?> tool : tools) {
            ToolDefinition<?, ?> definition = ToolDefinition.of(tool);
            if (byName.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException("two tools are named " + definition.name());
            }
        }
        this.tools = byName;
    }

    public List<ToolDefinition<?, ?>> all() {
        return new ArrayList<>(tools.values());
    }

    /** The tools of which the principal may call an action, now or with scopes that it can come back with. */
    public List<ToolDefinition<?, ?>> visibleTo(Principal principal) {
        return tools.values().stream().filter(tool -> tool.isVisibleTo(principal)).toList();
    }

    /** The tool of that name, whether or not the principal may call it. */
    public Optional<ToolDefinition<?, ?>> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }
}
