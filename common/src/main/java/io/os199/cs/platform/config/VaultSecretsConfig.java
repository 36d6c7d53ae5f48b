package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Where HashiCorp Vault is asked, and who asks: with a token, or as a Kubernetes service account.
 *
 * @param namespace empty for none
 * @param token itself, or {@code file:} and where an agent keeps it; empty where the service account logs in
 * @param kubernetesRole of Vault's, as which the service account logs in; empty where there is a token
 * @param kubernetesMount where Vault has its login for Kubernetes, without {@code auth/}
 * @param kubernetesTokenFile with the token of the service account
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

    /** Nowhere. */
    public static VaultSecretsConfig none() {
        return of(null, null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "VaultSecretsConfig[" + address + "]";
    }
}
