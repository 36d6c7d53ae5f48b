package io.os199.cs.api.mcp.served;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes what a person types as an argument of a prompt or a variable of a resource template. */
public interface Completer {
    /** Values in the order of their likeness, at most 100, and whether there are more. */
    record Completion(List<String> values, boolean hasMore) {
        public static final Completion NONE = new Completion(List.of(), false);
    }

    /** Empty: there is no such prompt, or it has no such argument. */
    Optional<Completion> ofPrompt(
            String prompt, String argument, String typed, Map<String, String> others, Asked asked);

    /** Empty: there is no such template, or it has no such variable. */
    Optional<Completion> ofTemplate(
            String template,
            String variable,
            String typed,
            Map<String, String> others,
            Asked asked);
}
