package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The address of HashiCorp Vault, and how to log in there: with a token, or as a Kubernetes service account.
 *
 * @param namespace empty for none
 * @param token the token itself, or {@code file:} and the path where an agent keeps it; empty when the service
 *     account logs in
 * @param kubernetesRole the Vault role under which the service account logs in; empty when there is a token
 * @param kubernetesMount where Vault's Kubernetes login is mounted, without {@code auth/}
 * @param kubernetesTokenFile the file with the service account's token
 */
public record VaultSecretsConfig(
        @NotNull String address,
        @NotNull String namespace,
        @NotNull String token,
        @NotNull String kubernetesRole,
        @NotNull String kubernetesMount,
        @NotNull String kubernetesTokenFile) {
    @JsonCreator
    static VaultSecretsConfig of(
            @JsonProperty("address") @Nullable String address,
            @JsonProperty("namespace") @Nullable String namespace,
            @JsonProperty("token") @Nullable String token,
            @JsonProperty("kubernetesRole") @Nullable String kubernetesRole,
            @JsonProperty("kubernetesMount") @Nullable String kubernetesMount,
            @JsonProperty("kubernetesTokenFile") @Nullable String kubernetesTokenFile) {
        return new VaultSecretsConfig(
                Objects.requireNonNullElse(address, ""),
                Objects.requireNonNullElse(namespace, ""),
                Objects.requireNonNullElse(token, ""),
                Objects.requireNonNullElse(kubernetesRole, ""),
                Objects.requireNonNullElse(kubernetesMount, "kubernetes"),
                Objects.requireNonNullElse(
                        kubernetesTokenFile,
                        "/var/run/secrets/kubernetes.io/serviceaccount/token"));
    }

    /** No Vault is configured. */
    public static VaultSecretsConfig none() {
        return of(null, null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "VaultSecretsConfig[" + address + "]";
    }
}
