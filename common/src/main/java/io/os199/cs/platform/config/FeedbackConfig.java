package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.util.List;

/**
 * How what customers write is read, and who may hear of it.
 *
 * @param defaultLanguage of texts too short to tell, as an ISO 639 code
 * @param internalDomains of our own people's addresses; insights go to others once a person says yes
 */
public record FeedbackConfig(
        @NotNull @Pattern(regexp = "[a-z]{2,3}") String defaultLanguage,
        @NotNull List<@NotBlank String> internalDomains) {
    public FeedbackConfig {
        // A configuration of before knows of none.
        internalDomains = internalDomains == null ? List.of() : List.copyOf(internalDomains);
    }

    static FeedbackConfig usual() {
        return new FeedbackConfig("en", List.of());
    }
}
