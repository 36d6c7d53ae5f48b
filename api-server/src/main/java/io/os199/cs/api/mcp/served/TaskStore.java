package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;

/** The tasks that were begun, as the tasks extension watches and stops them. Every access is authorised anew. */
public interface TaskStore {
    /** The task with its result, error or open questions; empty where the caller has no such task. */
    Optional<ObjectNode> find(String taskId, Asked asked);

    /** Takes answers to open questions; keys that are not open are ignored. False: no such task. */
    boolean update(String taskId, Map<String, JsonNode> responses, Asked asked);

    /** Asks for its end; one that has ended stays as it ended. False: no such task. */
    boolean cancel(String taskId, Asked asked);
}
