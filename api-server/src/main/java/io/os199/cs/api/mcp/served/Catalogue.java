package io.os199.cs.api.mcp.served;

import java.util.List;
import java.util.Set;

/**
 * Everything that a server serves; fixed at its start.
 *
 * @param toolsets the names that a path may choose
 * @param announcesChanges whether the lists may change while the server runs, so that clients may listen for it
 * @param logs whether legacy clients are told that there are log messages
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
