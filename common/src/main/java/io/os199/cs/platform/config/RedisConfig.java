package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The cache. An empty host means none: every answer is then computed anew.
 *
 * @param user a user of its access control list; empty for the default one
 * @param password empty for none
 */
public record RedisConfig(
        @NotNull String host,
        @Min(1) @Max(65535) int port,
        @NotNull String user,
        @NotNull String password) {
    private static final int USUAL_PORT = 6379;

    @JsonCreator
    static RedisConfig of(
            @JsonProperty("host") @Nullable String host,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("user") @Nullable String user,
            @JsonProperty("password") @Nullable String password) {
        return new RedisConfig(
                Objects.requireNonNullElse(host, ""),
                Objects.requireNonNullElse(port, USUAL_PORT),
                Objects.requireNonNullElse(user, ""),
                Objects.requireNonNullElse(password, ""));
    }

    /** Uses the default user. */
    public RedisConfig(String host, int port, String password) {
        this(host, port, "", password);
    }

    static RedisConfig none() {
        return of(null, null, null, null);
    }

    public boolean isConfigured() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return "RedisConfig[" + host + ":" + port + "]";
    }
}
