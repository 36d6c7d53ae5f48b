package io.os199.cs.platform.database;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.util.Objects;

/** Connections that are opened for each use and belong to no pool. */
public final class DirectConnections {
    private DirectConnections() {}

    /** To where a URL leads that may name user and password itself. */
    public static PGSimpleDataSource to(
            @Nullable String url, @Nullable String user, @Nullable String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        String named = Objects.requireNonNull(url, "database.url");
        source.setUrl(named);
        // As the driver does for the pool: what the URL names wins.
        if (user != null && !named.contains("user=")) {
            source.setUser(user);
        }
        if (password != null && !password.isEmpty() && !named.contains("password=")) {
            source.setPassword(password);
        }
        source.setTcpKeepAlive(true);
        source.setLogServerErrorDetail(false);
        return source;
    }
}
