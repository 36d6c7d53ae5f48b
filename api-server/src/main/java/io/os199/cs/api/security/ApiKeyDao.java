package io.os199.cs.api.security;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code api_keys}. */
interface ApiKeyDao {
    @SqlQuery(
            """
            select key_id, name, scopes, rate_limit_per_minute, expires_at, revoked_at, last_used_at
              from api_keys
             where hash = :hash
            """)
    @RegisterConstructorMapper(ApiKey.class)
    Optional<ApiKey> findByHash(String hash);

    @SqlUpdate(
            """
            insert into api_keys (key_id, name, hash, scopes, rate_limit_per_minute, expires_at)
            values (:keyId, :name, :hash, :scopes, :rateLimitPerMinute, :expiresAt)
            """)
    void insert(
            String keyId,
            String name,
            String hash,
            List<String> scopes,
            int rateLimitPerMinute,
            @Nullable Instant expiresAt);

    /** Notes a use, at most once a minute. */
    @SqlUpdate(
            """
            update api_keys
               set last_used_at = :now
             where key_id = :keyId
               and (last_used_at is null or last_used_at < :now::timestamptz - interval '1 minute')
            """)
    void touch(String keyId, Instant now);
}
