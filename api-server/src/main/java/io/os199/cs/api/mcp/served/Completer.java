package io.os199.cs.api.mcp.served;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes what a person types as an argument of a prompt or a variable of a resource template. */
public interface Completer {
    /** Values in order of similarity, at most 100, and whether there are more. */
    record Completion(List<String> values, boolean hasMore) {
        public static final Completion NONE = new Completion(List.of(), false);
    }

    /** Completes an argument of a prompt; empty if there is no such prompt, or it has no such argument. */
    Optional<Completion> ofPrompt(
            String prompt, String argument, String typed, Map<String, String> others, Asked asked);

    /** Completes a variable of a template; empty if there is no such template, or it has no such variable. */
    Optional<Completion> ofTemplate(
            String template,
            String variable,
            String typed,
            Map<String, String> others,
            Asked asked);
}
