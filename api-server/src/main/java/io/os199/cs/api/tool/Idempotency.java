package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a call with an {@code idempotency_key} happen once. The key is a row written first in the call's own
 * transaction, so a duplicate waits on it until the first has committed, and a refusal leaves none.
 */
final class Idempotency {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Database database;

    Idempotency(Database database) {
        this.database = database;
    }

    /** Whether this very call has been answered under its key and will therefore get the same answer again. */
    boolean isKept(Call call, @Nullable String key) {
        if (key == null) {
            return false;
        }
        String hash = ArgumentsHash.ofCall(call.arguments());
        return database.current(
                        transaction ->
                                transaction
                                        .dao(IdempotencyDao.class)
                                        .find(call.principal().id(), key, call.now()))
                .filter(kept -> kept.tool().equals(call.tool()))
                .filter(kept -> kept.argumentsHash().equals(hash))
                .isPresent();
    }

    <T extends Record> Answer<T> once(
            Call call,
            @Nullable String key,
            Class<T> answerType,
            Function<Transaction, Answer<T>> work) {
        if (key == null) {
            return database.write(work::apply);
        }
        return database.write(transaction -> once(transaction, call, key, answerType, work));
    }

    private static <T extends Record> Answer<T> once(
            Transaction transaction,
            Call call,
            String key,
            Class<T> answerType,
            Function<Transaction, Answer<T>> work) {
        IdempotencyDao dao = transaction.dao(IdempotencyDao.class);
        String principal = call.principal().id();
        String hash = ArgumentsHash.ofCall(call.arguments());
        boolean first =
                dao.take(principal, key, call.tool(), hash, call.now(), call.now().plus(KEPT)) == 1;
        if (!first) {
            return kept(
                    dao.find(principal, key, call.now()).orElseThrow(),
                    call.tool(),
                    hash,
                    answerType);
        }
        Answer<T> answer = work.apply(transaction);
        if (answer instanceof Answer.Ok<T>(T value)) {
            dao.keep(principal, key, Json.write(value));
        }
        return answer;
    }

    private static <T extends Record> Answer<T> kept(
            IdempotencyDao.Kept kept, String tool, String hash, Class<T> answerType) {
        if (!kept.tool().equals(tool) || !kept.argumentsHash().equals(hash)) {
            return Answer.refused(
                    Refusal.conflict(
                                    "idempotency_key was used within 24 hours by another call; send"
                                            + " a new key, or the same arguments as then")
                            .field("idempotency_key"));
        }
        return Answer.of(Json.read(kept.result(), answerType));
    }
}

/** Rows of {@code idempotency_keys}. */
interface IdempotencyDao {
    @RegisterConstructorMapper(Kept.class)
    record Kept(String tool, String argumentsHash, String result) {}

    /** 1 when the caller has taken the key; 0 when an earlier call still has it. */
    @SqlUpdate(
            """
            insert into idempotency_keys as k
                   (principal, key, tool, arguments_hash, expires_at)
            values (:principal, :key, :tool, :hash, :expiresAt)
            on conflict (principal, key) do update
               set tool = excluded.tool, arguments_hash = excluded.arguments_hash,
                   result = null, expires_at = excluded.expires_at
             where k.expires_at <= :now
            """)
    int take(
            String principal, String key, String tool, String hash, Instant now, Instant expiresAt);

    @SqlQuery(
            """
            select tool, arguments_hash, result::text as result
              from idempotency_keys
             where principal = :principal and key = :key and expires_at > :now
            """)
    @RegisterConstructorMapper(Kept.class)
    Optional<Kept> find(String principal, String key, Instant now);

    @SqlUpdate(
            """
            update idempotency_keys
               set result = :result::jsonb, updated_at = now()
             where principal = :principal and key = :key
            """)
    void keep(String principal, String key, String result);
}
