package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Sha256;
import io.os199.cs.platform.text.Beginning;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Confirms a person's yes with a token. A token is valid for ten minutes, for one use, for the same principal, tool
 * and arguments, and for what its preview showed. Only its hash is stored. It comes back as an argument or, from
 * clients that can ask a person, with the person's answer.
 */
final class Confirmation {
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final int TOKEN_BYTES = 24;

    private final Database database;
    private final ToolMetrics metrics;
    private final SecureRandom random = new SecureRandom();

    Confirmation(Database database, ToolMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /** The hash of the token that stands for a person's yes to this preview. The token is not used up yet. */
    Answer<String> given(
            Call call,
            @Nullable String argument,
            @Nullable Consent consent,
            Preview preview,
            String fingerprint) {
        String token = consent == null ? argument : consent.token();
        if (token == null) {
            return Answer.refused(ask(call, preview, fingerprint, null));
        }
        String hash = Sha256.hex(token);
        if (consent != null && !consent.given()) {
            database.write(tx -> spend(tx, call, hash));
            metrics.confirmation(call.tool(), "declined");
            return Answer.refused(
                    Refusal.failedPrecondition("the person said no; nothing was done")
                            .hint("Do not try it again unless they ask for it"));
        }
        Optional<String> shown =
                database.current(
                        transaction ->
                                transaction
                                        .dao(ConfirmationDao.class)
                                        .fingerprint(
                                                hash,
                                                call.principal().id(),
                                                call.tool(),
                                                ArgumentsHash.ofEffect(call.arguments()),
                                                call.now()));
        if (shown.isEmpty()) {
            return Answer.refused(
                    consent == null
                            ? ask(
                                    call,
                                    preview,
                                    fingerprint,
                                    "confirmation_token is unknown, used, older than 10 minutes, or"
                                            + " was given for other arguments")
                            : spent());
        }
        if (!shown.get().equals(fingerprint)) {
            return Answer.refused(
                    ask(call, preview, fingerprint, "what the preview showed has changed since"));
        }
        return Answer.of(hash);
    }

    /** Uses up a token; false where that has happened since {@link #given}. */
    boolean use(Transaction transaction, Call call, String hash) {
        boolean isUsed = spend(transaction, call, hash);
        if (isUsed) {
            transaction.afterCommit(() -> metrics.confirmation(call.tool(), "given"));
        }
        return isUsed;
    }

    private static boolean spend(Transaction transaction, Call call, String hash) {
        int used =
                transaction
                        .dao(ConfirmationDao.class)
                        .use(
                                hash,
                                call.principal().id(),
                                call.tool(),
                                ArgumentsHash.ofEffect(call.arguments()),
                                call.now());
        return used == 1;
    }

    /** The refusal of an answer that was already used or has expired: nobody is asked again out of the blue. */
    static Refusal spent() {
        return Refusal.conflict(
                        "this confirmation was used before, or is older than 10 minutes; nothing"
                                + " was done now")
                .hint("Make the call anew, without confirmation, if it is to be done again");
    }

    private Refusal ask(Call call, Preview preview, String fingerprint, @Nullable String whyAgain) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant expiresAt = call.now().plus(GOOD_FOR);
        database.write(
                transaction -> {
                    transaction
                            .dao(ConfirmationDao.class)
                            .offer(
                                    Sha256.hex(token),
                                    call.principal().id(),
                                    call.tool(),
                                    ArgumentsHash.ofEffect(call.arguments()),
                                    fingerprint,
                                    expiresAt);
                    return token;
                });
        metrics.confirmation(call.tool(), whyAgain == null ? "asked" : "asked_again");
        Code code = whyAgain == null ? Code.CONFIRMATION_REQUIRED : Code.CONFLICT;
        String message =
                (whyAgain == null ? "this needs a person's yes" : whyAgain + "; nothing was done")
                        + ": show the preview, and on a yes send the same call with the"
                        + " confirmation_token of this answer";
        return Refusal.of(code, message).detail(new Offer(preview, token, expiresAt));
    }

    /** The detail of a refusal that asks for a yes. */
    record Offer(Preview preview, String confirmationToken, Instant expiresAt) {
        private static final int LONGEST = 2000;

        /** The question and its details as a person reads them in a form, without anything they may not see. */
        ToolResult.Question question(boolean seesPersonalData) {
            StringBuilder text = new StringBuilder(preview.question()).append('\n');
            describe(text, "", Json.tree(preview, seesPersonalData));
            return new ToolResult.Question(
                    confirmationToken, Beginning.marked(text.toString().strip(), LONGEST));
        }

        private static void describe(StringBuilder text, String name, JsonNode value) {
            if (value.isValueNode()) {
                text.append('\n').append(name).append(": ").append(value.asText());
                return;
            }
            String prefix = name.isEmpty() ? "" : name + ' ';
            value.properties()
                    .forEach(
                            each ->
                                    describe(
                                            text,
                                            prefix + each.getKey().replace('_', ' '),
                                            each.getValue()));
            if (value.isArray()) {
                value.forEach(each -> describe(text, name, each));
            }
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

    /** The fingerprint of a valid token. */
    @SqlQuery(
            """
            select fingerprint
              from confirmations
             where token_hash = :tokenHash and principal = :principal and tool = :tool
               and arguments_hash = :argumentsHash and used_at is null and expires_at > :now
            """)
    Optional<String> fingerprint(
            String tokenHash, String principal, String tool, String argumentsHash, Instant now);

    /** Uses up a token; 1 when it was valid until now, otherwise 0. */
    @SqlUpdate(
            """
            update confirmations
               set used_at = :now, updated_at = now()
             where token_hash = :tokenHash and principal = :principal and tool = :tool
               and arguments_hash = :argumentsHash and used_at is null and expires_at > :now
            """)
    int use(String tokenHash, String principal, String tool, String argumentsHash, Instant now);
}
