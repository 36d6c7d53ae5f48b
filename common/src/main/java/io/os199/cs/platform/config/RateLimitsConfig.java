package io.os199.cs.platform.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How fast a caller may call. Its key's calls per minute bound all classes of calls together; each class has a share
 * of them.
 *
 * @param readShare of 1; calls of tools that read
 * @param writeShare calls of tools that change our rows
 * @param sendShare calls of tools that reach customers or destroy something
 * @param protocolShare everything that is not a tool call: lists, prompts, resources, completions
 * @param burstSeconds a caller that has been quiet may make at once the calls that it may make in this many seconds
 * @param failuresPerMinute requests without a valid key that one address may send; half of them at once
 */
public record RateLimitsConfig(
        @DecimalMin("0.001") @DecimalMax("1") double readShare,
        @DecimalMin("0.001") @DecimalMax("1") double writeShare,
        @DecimalMin("0.001") @DecimalMax("1") double sendShare,
        @DecimalMin("0.001") @DecimalMax("1") double protocolShare,
        @Min(1) @Max(3600) int burstSeconds,
        @Min(1) @Max(1_000_000) int failuresPerMinute) {
    public static RateLimitsConfig usual() {
        return new RateLimitsConfig(1, 0.5, 0.1, 0.5, 20, 60);
    }
}
