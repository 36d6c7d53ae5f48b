package io.os199.cs.api.mcp.served;

import java.util.List;
import java.util.Set;

/**
 * Everything that a server serves; fixed at startup.
 *
 * @param toolsets the names that a path may select
 * @param announcesChanges whether the lists may change while the server runs, so that clients may listen for changes
 * @param logs whether log messages are announced to legacy clients
 */
public record Catalogue(
        List<ServedTool> tools,
        List<ServedPrompt> prompts,
        ServedResources resources,
        Completer completer,
        TaskStore tasks,
        Set<String> toolsets,
        boolean announcesChanges,
        boolean logs) {}
