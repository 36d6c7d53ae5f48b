package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

/**
 * Secrets of the deployment.
 *
 * @param sealingKey seals sessions and cursors; the same on all replicas, at least 16 bytes. Empty: a
 *     random one, so that both end with the process
 */
public record SecretsConfig(@NotNull String sealingKey) {
    @Override
    public String toString() {
        return "SecretsConfig[redacted]";
    }
}
