package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.database.Database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A person's yes by token: {@code conventions.md} section 7. A token is good for ten minutes, for one
 * use, for the same principal, tool and arguments, and for what its preview showed. Only its hash is
 * stored.
 */
final class Confirmation {
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final int TOKEN_BYTES = 24;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    Confirmation(Database database) {
        this.database = database;
    }

    Answer<Confirmed> confirm(
            Call call, @Nullable String token, Record preview, String fingerprint) {
        if (token == null) {
            return Answer.refused(ask(call, preview, fingerprint, null));
        }
        Optional<String> shown =
                database.write(
                        transaction ->
                                transaction
                                        .dao(ConfirmationDao.class)
                                        .use(
                                                sha256(token),
                                                call.principal().id(),
                                                call.tool(),
                                                ArgumentsHash.ofEffect(call.arguments()),
                                                call.now()));
        if (shown.isEmpty()) {
            return Answer.refused(
                    ask(
                            call,
                            preview,
                            fingerprint,
                            "confirmation_token is unknown, used, older than 10 minutes, or was"
                                    + " given for other arguments"));
        }
        if (!shown.get().equals(fingerprint)) {
            return Answer.refused(
                    ask(call, preview, fingerprint, "what the preview showed has changed since"));
        }
        return Answer.of(Confirmed.YES);
    }

    private Refusal ask(Call call, Record preview, String fingerprint, @Nullable String whyAgain) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant expiresAt = call.now().plus(GOOD_FOR);
        database.write(
                transaction -> {
                    transaction
                            .dao(ConfirmationDao.class)
                            .offer(
                                    sha256(token),
                                    call.principal().id(),
                                    call.tool(),
                                    ArgumentsHash.ofEffect(call.arguments()),
                                    fingerprint,
                                    expiresAt);
                    return token;
                });
        Code code = whyAgain == null ? Code.CONFIRMATION_REQUIRED : Code.CONFLICT;
        String message =
                (whyAgain == null ? "this needs a person's yes" : whyAgain + "; nothing was done")
                        + ": show the preview, and on a yes send the same call with the"
                        + " confirmation_token of this answer";
        return Refusal.of(code, message).detail(new Offer(preview, token, expiresAt));
    }

    /** What a refusal for want of a yes carries. */
    record Offer(Record preview, String confirmationToken, Instant expiresAt) {}

    private static String sha256(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

/** Rows of {@code confirmations}. */
interface ConfirmationDao {
    @SqlUpdate(
            """
            insert into confirmations
                   (token_hash, principal, tool, arguments_hash, fingerprint, expires_at)
            values (:tokenHash, :principal, :tool, :argumentsHash, :fingerprint, :expiresAt)
            """)
    void offer(
            String tokenHash,
            String principal,
            String tool,
            String argumentsHash,
            String fingerprint,
            Instant expiresAt);

    /** The fingerprint of a token that is good, which from now on it is not. */
    @SqlQuery(
            """
            update confirmations
               set used_at = :now, updated_at = now()
             where token_hash = :tokenHash and principal = :principal and tool = :tool
               and arguments_hash = :argumentsHash and used_at is null and expires_at > :now
            returning fingerprint
            """)
    Optional<String> use(
            String tokenHash, String principal, String tool, String argumentsHash, Instant now);
}
