package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

/**
 * Where AWS Secrets Manager is asked.
 *
 * @param region empty: where the SDK finds one, as in {@code AWS_REGION}
 * @param endpoint another address than the region's own; empty for none
 */
public record AwsConfig(@NotNull String region, @NotNull String endpoint) {
    public static AwsConfig usual() {
        return new AwsConfig("", "");
    }
}
