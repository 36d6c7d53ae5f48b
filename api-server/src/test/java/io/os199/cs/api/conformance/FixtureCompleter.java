package io.os199.cs.api.conformance;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Completer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes one argument of one prompt. */
final class FixtureCompleter implements Completer {
    @Override
    public Optional<Completion> ofPrompt(
            String prompt, String argument, String typed, Map<String, String> others, Asked asked) {
        return prompt.equals("test_prompt_with_arguments") && argument.equals("arg1")
                ? Optional.of(new Completion(List.of(typed + "Value1"), false))
                : Optional.empty();
    }

    @Override
    public Optional<Completion> ofTemplate(
            String template,
            String variable,
            String typed,
            Map<String, String> others,
            Asked asked) {
        return Optional.empty();
    }
}
