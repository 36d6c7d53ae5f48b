package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

/**
 * The owner of the tables, whose role the migrations use.
 *
 * @param user empty: the user of {@code database} is itself the owner
 */
public record MigrationConfig(@NotNull String user, @NotNull String password) {
    static MigrationConfig none() {
        return new MigrationConfig("", "");
    }

    public boolean isConfigured() {
        return !user.isEmpty();
    }

    @Override
    public String toString() {
        return "MigrationConfig[" + user + "]";
    }
}
