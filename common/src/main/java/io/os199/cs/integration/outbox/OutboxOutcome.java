package io.os199.cs.integration.outbox;

import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The result of an attempt to deliver. Codes are short and hold no personal data. */
public sealed interface OutboxOutcome {
    /**
     * How soon an item that {@link Waits} because the key was refused is looked at again, so that a new key is used
     * soon.
     */
    Duration KEY_LOOK = Duration.ofMinutes(1);

    /** The code of an item that has nobody to be delivered to. */
    String RECIPIENT_UNKNOWN = "recipient_unknown";

    /**
     * The item is done.
     *
     * @param storing stores what the service said, in the transaction that marks the item
     */
    record Done(String code, Storing storing) implements OutboxOutcome {
        /** Returns an outcome with nothing to store. */
        public static Done of(String code) {
            return new Done(code, _ -> {});
        }
    }

    /** Stores what a service said about an item. */
    @FunctionalInterface
    interface Storing {
        void store(Transaction tx);
    }

    /**
     * Not now; the attempt is used up.
     *
     * @param after the delay that the service asks for
     * @param mayBeDone whether the item may have been carried out all the same
     */
    record Later(String code, @Nullable Duration after, boolean mayBeDone)
            implements OutboxOutcome {}

    /** The service was not asked, or accepts nothing from us: the item waits, and no attempt is used up. */
    record Waits(String code, Duration after) implements OutboxOutcome {}

    /** The service will never accept the item. */
    record Dead(String code) implements OutboxOutcome {}

    /** The item may have been carried out, nobody can find out, and it must not be done twice. */
    record Unconfirmed(String code) implements OutboxOutcome {}

    /** Returns the outcome by the rules that apply to all services; a 409 is for the caller to handle first. */
    static OutboxOutcome of(VendorAnswer answer) {
        String code = ServiceStanding.code(answer);
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
