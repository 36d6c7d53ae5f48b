package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

import java.util.List;

/**
 * Secrets of the deployment.
 *
 * @param sealingKey seals sessions and cursors; the same on all replicas, at least 16 bytes. Empty: a
 *     random one, so that both end with the process
 * @param previousSealingKeys open what they sealed before {@code sealingKey} took over. To replace a key, name the
 *     new one here first, on all replicas; then change the two; then leave out the old one a day later
 */
public record SecretsConfig(
        @NotNull String sealingKey, @NotNull List<@NotNull String> previousSealingKeys) {
    @Override
    public String toString() {
        return "SecretsConfig[redacted]";
    }
}
