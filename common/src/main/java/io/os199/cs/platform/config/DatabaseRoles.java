package io.os199.cs.platform.config;

import io.dropwizard.db.DataSourceFactory;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The roles that the processes have in PostgreSQL.
 *
 * @param service the role that reads and writes
 * @param readOnly the role that only reads; absent when no other role is used for reads
 */
public record DatabaseRoles(String service, @Nullable String readOnly) {
    private static final Pattern IN_URL = Pattern.compile("[?&]user=([^&]*)");

    /** @param secret gives the value of a field, which may be kept elsewhere */
    static DatabaseRoles of(
            DataSourceFactory database,
            @Nullable DataSourceFactory readDatabase,
            BinaryOperator<String> secret) {
        String service = user("database.user", database, secret);
        String readOnly =
                readDatabase == null ? service : user("readDatabase.user", readDatabase, secret);
        return new DatabaseRoles(service, readOnly.equals(service) ? null : readOnly);
    }

    /** Follows the driver: a user in the URL takes precedence. */
    private static String user(
            String field, DataSourceFactory factory, BinaryOperator<String> secret) {
        Matcher named = IN_URL.matcher(Objects.requireNonNull(factory.getUrl(), "url"));
        if (named.find()) {
            return named.group(1);
        }
        String user = factory.getUser();
        return user == null ? System.getProperty("user.name") : secret.apply(field, user);
    }
}
