package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** One call under way: who calls, when, and how it writes. Lives as long as the call. */
public final class Call {
    private final String tool;
    private final @Nullable JsonNode arguments;
    private final CallContext context;
    private final Instant now;
    private final Idempotency idempotency;
    private final Confirmation confirmation;

    Call(
            String tool,
            @Nullable JsonNode arguments,
            CallContext context,
            Clock clock,
            Idempotency idempotency,
            Confirmation confirmation) {
        this.tool = tool;
        this.arguments = arguments;
        this.context = context;
        this.now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.idempotency = idempotency;
        this.confirmation = confirmation;
    }

    public String tool() {
        return tool;
    }

    public Principal principal() {
        return context.principal();
    }

    public boolean has(Scope scope) {
        return principal().has(scope);
    }

    /** Whether the caller sees personal data unmasked; caches keep answers apart by it. */
    public boolean seesPersonalData() {
        return principal().seesPersonalData();
    }

    public String requestId() {
        return context.requestId();
    }

    public @Nullable String traceParent() {
        return context.traceParent();
    }

    /** Tells whether, and stops when, nobody waits for the answer any more. */
    public Cancellation cancellation() {
        return context.cancellation();
    }

    /** When the call began; every part of the answer uses this one instant. */
    public Instant now() {
        return now;
    }

    /** The UTC day of {@link #now}. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /**
     * Writes: runs {@code work} in one transaction on the primary, which a refusal rolls back. Where
     * the caller sent an {@code idempotency_key}, the key is taken first in that transaction, and the
     * same call again answers what this one did, without running {@code work}.
     *
     * @param answerType the type to read a kept answer as
     */
    public <T extends Record> Answer<T> write(
            Class<T> answerType, Function<Transaction, Answer<T>> work) {
        return idempotency.once(this, argument("idempotency_key"), answerType, work);
    }

    /**
     * A person's yes to an effect that reaches customers or destroys. Answers the refusal {@code
     * confirmation_required} with {@code preview} and a token, until the call comes again with that
     * token and nothing that {@code fingerprint} stands for has changed.
     *
     * @param preview what would happen: recipients, counts, what would change
     * @param fingerprint of the versions and the audience that the preview shows
     */
    public Answer<Confirmed> confirm(Record preview, String fingerprint) {
        return confirmation.confirm(this, argument("confirmation_token"), preview, fingerprint);
    }

    @Nullable JsonNode arguments() {
        return arguments;
    }

    private @Nullable String argument(String name) {
        return arguments != null && arguments.hasNonNull(name)
                ? arguments.get(name).asText()
                : null;
    }
}
