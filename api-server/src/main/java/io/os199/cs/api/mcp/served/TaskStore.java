package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;

/** The tasks that were started, as the tasks extension watches and stops them. Every access is authorized anew. */
public interface TaskStore {
    /** Returns the task with its result, error or open questions; empty if the caller has no such task. */
    Optional<ObjectNode> find(String taskId, Asked asked);

    /** Takes answers to open questions, ignoring keys that are not open. Returns false if there is no such task. */
    boolean update(String taskId, Map<String, JsonNode> responses, Asked asked);

    /** Asks the task to end; one that has ended stays as it is. Returns false if there is no such task. */
    boolean cancel(String taskId, Asked asked);
}
