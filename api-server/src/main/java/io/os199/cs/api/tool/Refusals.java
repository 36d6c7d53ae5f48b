package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;

import org.jspecify.annotations.Nullable;

/** Where every refused call is told of. */
@FunctionalInterface
public interface Refusals {
    /**
     * Never throws, and does not keep the caller waiting.
     *
     * @param arguments as they came, checked or not
     * @param outcome the code of the refusal, as the wire has it
     */
    void record(
            Principal principal,
            ToolDefinition<?, ?> tool,
            @Nullable JsonNode arguments,
            String outcome,
            String requestId);
}
