package io.os199.cs.platform.config;

import io.dropwizard.db.DataSourceFactory;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom the processes are to PostgreSQL.
 *
 * @param service reads and writes
 * @param readOnly reads; absent where nothing reads as somebody else
 */
public record DatabaseRoles(String service, @Nullable String readOnly) {
    private static final Pattern IN_URL = Pattern.compile("[?&]user=([^&]*)");

    static DatabaseRoles of(DataSourceFactory database, @Nullable DataSourceFactory readDatabase) {
        String service = user(database);
        String readOnly = readDatabase == null ? service : user(readDatabase);
        return new DatabaseRoles(service, readOnly.equals(service) ? null : readOnly);
    }

    /** As the driver does: what the URL names wins. */
    private static String user(DataSourceFactory factory) {
        Matcher named = IN_URL.matcher(Objects.requireNonNull(factory.getUrl(), "url"));
        return named.find()
                ? named.group(1)
                : Objects.requireNonNullElse(factory.getUser(), System.getProperty("user.name"));
    }
}
