package io.os199.cs.core;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The register of clients, by the keys that others use for them. */
interface ClientKeyDao {
    /** A client as registered. */
    record Known(String clientId, @Nullable String externalId) {}

    @SqlQuery(
            """
            select client_id, external_id
            from client_names
            where client_id = any (cast(:keys as text[])) or external_id = any (cast(:keys as text[]))
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> known(List<String> keys);
}
