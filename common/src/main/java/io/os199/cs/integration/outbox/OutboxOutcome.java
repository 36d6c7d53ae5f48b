package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Standing;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What came of an attempt to deliver. Codes are short and hold nothing of a person. */
public sealed interface OutboxOutcome {
    /** {@link Waits} of a key that is refused is looked at again after so long: a new key is used soon. */
    Duration KEY_LOOK = Duration.ofMinutes(1);

    /** What an item that could not be delivered to anybody ends with. */
    String RECIPIENT_UNKNOWN = "recipient_unknown";

    /**
     * It is done.
     *
     * @param storing what the service said, in the transaction that marks the item
     */
    record Done(String code, Storing storing) implements OutboxOutcome {
        /** With nothing to store. */
        public static Done of(String code) {
            return new Done(code, _ -> {});
        }
    }

    /** Stores what a service said of an item. */
    @FunctionalInterface
    interface Storing {
        void store(Transaction tx);
    }

    /**
     * Not now; the attempt is used up.
     *
     * @param after that the service asks for
     * @param mayBeDone whether it may have been carried out all the same
     */
    record Later(String code, @Nullable Duration after, boolean mayBeDone)
            implements OutboxOutcome {}

    /** The service was not asked, or takes nothing of ours: the item waits, and no attempt is used up. */
    record Waits(String code, Duration after) implements OutboxOutcome {}

    /** It will never be taken. */
    record Dead(String code) implements OutboxOutcome {}

    /** It may have been carried out, nobody can find out, and it must not be twice. */
    record Unconfirmed(String code) implements OutboxOutcome {}

    /** By the table that holds for all services; a 409 is for the caller to see to before. */
    static OutboxOutcome of(VendorAnswer answer) {
        String code = Standing.code(answer);
        return switch (answer) {
            case VendorAnswer.Done _ -> Done.of(code);
            case VendorAnswer.Rejected _, VendorAnswer.Conflict _ -> new Dead(code);
            case VendorAnswer.Missing _ -> new Dead(RECIPIENT_UNKNOWN);
            case VendorAnswer.Unauthorized _ -> new Waits(code, KEY_LOOK);
            case VendorAnswer.CircuitOpen(Duration left) -> new Waits(code, left);
            case VendorAnswer.Limited(Duration after) -> new Later(code, after, false);
            case VendorAnswer.ServerFault(_, Duration after) -> new Later(code, after, true);
            case VendorAnswer.NoAnswer _, VendorAnswer.Unexpected _ -> new Later(code, null, true);
            case VendorAnswer.NotSent _ -> new Later(code, null, false);
        };
    }
}
