package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * How what customers write is read.
 *
 * @param defaultLanguage of texts too short to tell, as an ISO 639 code
 */
public record FeedbackConfig(@NotNull @Pattern(regexp = "[a-z]{2,3}") String defaultLanguage) {
    static FeedbackConfig usual() {
        return new FeedbackConfig("en");
    }
}
