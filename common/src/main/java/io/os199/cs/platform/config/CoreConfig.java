package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

import java.util.List;

/**
 * What the core tools need to know of the deployment.
 *
 * @param freeMailDomains domains that say nothing about the company behind an address
 */
public record CoreConfig(@NotNull List<String> freeMailDomains) {
    static CoreConfig usual() {
        return new CoreConfig(List.of());
    }
}
