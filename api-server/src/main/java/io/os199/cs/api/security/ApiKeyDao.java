package io.os199.cs.api.security;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code api_keys}. */
@RegisterConstructorMapper(ApiKey.class)
interface ApiKeyDao {
    @SqlQuery(
            """
            select key_id, coalesce(principal_id, key_id) as principal_id, name, scopes, rate_limit_per_minute,
                   created_at, expires_at, revoked_at, last_used_at
              from api_keys
             where hash = :hash
            """)
    Optional<ApiKey> findByHash(String hash);

    @SqlQuery(
            """
            select key_id, coalesce(principal_id, key_id) as principal_id, name, scopes, rate_limit_per_minute,
                   created_at, expires_at, revoked_at, last_used_at
              from api_keys
             order by created_at, key_id
            """)
    List<ApiKey> list();

    /** The earliest expiry of the valid keys used since a given time; empty if none of them expires. */
    @SqlQuery(
            """
            select min(expires_at)
              from api_keys
             where revoked_at is null and expires_at > :now and last_used_at >= :usedSince
            """)
    Optional<Instant> nextEnd(Instant now, Instant usedSince);

    /** Locks the key until this transaction ends. */
    @SqlQuery(
            """
            select key_id, coalesce(principal_id, key_id) as principal_id, name, scopes, rate_limit_per_minute,
                   created_at, expires_at, revoked_at, last_used_at
              from api_keys
             where key_id = :keyId
               for update
            """)
    Optional<ApiKey> lock(String keyId);

    @SqlUpdate(
            """
            insert into api_keys (
                key_id, principal_id, name, hash, scopes, rate_limit_per_minute, expires_at, created_at, updated_at)
            values (
                :keyId, :principalId, :name, :hash, :scopes, :rateLimitPerMinute, :expiresAt, :createdAt, :createdAt)
            """)
    void insert(@BindMethods ApiKey key, String hash);

    @SqlUpdate(
            """
            update api_keys
               set expires_at = :expiresAt, updated_at = :now
             where key_id = :keyId
            """)
    void expire(String keyId, Instant expiresAt, Instant now);

    @SqlUpdate(
            """
            update api_keys
               set revoked_at = :now, updated_at = :now
             where key_id = :keyId
               and revoked_at is null
            """)
    boolean revoke(String keyId, Instant now);

    /** Records a use, at most once a minute. */
    @SqlUpdate(
            """
            update api_keys
               set last_used_at = :now
             where key_id = :keyId
               and (last_used_at is null or last_used_at < :now::timestamptz - interval '1 minute')
            """)
    void touch(String keyId, Instant now);
}
