package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;

import org.jspecify.annotations.Nullable;

/** Receives every refused call. */
@FunctionalInterface
public interface Refusals {
    /**
     * Never throws, and does not keep the caller waiting.
     *
     * @param arguments as received, checked or not
     * @param outcome the code of the refusal, as on the wire
     */
    void record(
            Principal principal,
            ToolDefinition<?, ?> tool,
            @Nullable JsonNode arguments,
            String outcome,
            String requestId);
}
