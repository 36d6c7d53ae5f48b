package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The deployment's secrets, and the services from which those kept elsewhere are read.
 *
 * @param sealingKey seals sessions and cursors; the same on all replicas, at least 16 bytes. Empty: a random one, so
 *     that both end with the process
 * @param previousSealingKeys open what they sealed before {@code sealingKey} took over
 * @param refresh how long until secrets that are kept elsewhere are read again
 */
public record SecretsConfig(
        @NotNull String sealingKey,
        @NotNull List<@NotNull String> previousSealingKeys,
        @NotNull
                @MinDuration(value = 1, unit = TimeUnit.SECONDS)
                @MaxDuration(value = 10, unit = TimeUnit.MINUTES)
                Duration refresh,
        @Valid @NotNull AwsConfig aws,
        @Valid @NotNull VaultSecretsConfig vault) {
    @JsonCreator
    static SecretsConfig of(
            @JsonProperty("sealingKey") @Nullable String sealingKey,
            @JsonProperty("previousSealingKeys") @Nullable List<String> previousSealingKeys,
            @JsonProperty("refresh") @Nullable Duration refresh,
            @JsonProperty("aws") @Nullable AwsConfig aws,
            @JsonProperty("vault") @Nullable VaultSecretsConfig vault) {
        return new SecretsConfig(
                Objects.requireNonNullElse(sealingKey, ""),
                Objects.requireNonNullElse(previousSealingKeys, List.of()),
                Objects.requireNonNullElse(refresh, Duration.minutes(1)),
                Objects.requireNonNullElse(aws, AwsConfig.usual()),
                Objects.requireNonNullElse(vault, VaultSecretsConfig.none()));
    }

    /** No key, and nothing kept elsewhere. */
    public static SecretsConfig none() {
        return of(null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "SecretsConfig[redacted]";
    }
}
