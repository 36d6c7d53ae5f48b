package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How long rows are kept.
 *
 * @param usageMonths whole months of usage events and hours, besides the current one; 0 for ever
 */
public record RetentionConfig(@Min(0) @Max(1200) int usageMonths) {
    public static RetentionConfig usual() {
        return new RetentionConfig(14);
    }
}
