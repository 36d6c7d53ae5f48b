package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The cache. An empty host means none: every answer is then computed anew.
 *
 * @param password empty for none
 */
public record RedisConfig(
        @NotNull String host, @Min(1) @Max(65535) int port, @NotNull String password) {
    static RedisConfig none() {
        return new RedisConfig("", 6379, "");
    }

    public boolean isConfigured() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return "RedisConfig[" + host + ":" + port + "]";
    }
}
