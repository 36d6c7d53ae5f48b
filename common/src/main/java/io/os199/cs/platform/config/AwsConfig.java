package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

/**
 * How AWS Secrets Manager is reached.
 *
 * @param region empty: the region that the SDK finds, for example in {@code AWS_REGION}
 * @param endpoint an address that replaces the region's own; empty for none
 */
public record AwsConfig(@NotNull String region, @NotNull String endpoint) {
    public static AwsConfig usual() {
        return new AwsConfig("", "");
    }
}
