package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.util.List;

/**
 * How text from customers is read, and who may learn of it.
 *
 * @param defaultLanguage of texts too short for detection, as an ISO 639 code
 * @param internalDomains domains of our own people's addresses; insights go to other addresses only after a person
 *     has agreed
 */
public record FeedbackConfig(
        @NotNull @Pattern(regexp = "[a-z]{2,3}") String defaultLanguage,
        @NotNull List<@NotBlank String> internalDomains) {
    public FeedbackConfig {
        // A configuration from before this setting does not have any.
        internalDomains = internalDomains == null ? List.of() : List.copyOf(internalDomains);
    }

    static FeedbackConfig usual() {
        return new FeedbackConfig("en", List.of());
    }
}
