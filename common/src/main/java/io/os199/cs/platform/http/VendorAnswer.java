package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The outcome of a call to a vendor, classified by what its caller has to do about it. */
public sealed interface VendorAnswer {
    /**
     * The call succeeded.
     *
     * @param headers by lower-case name, the first value of each
     */
    record Done(int status, Map<String, String> headers, String body) implements VendorAnswer {
        /** A header by its name. */
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The vendor will never accept this request: it is wrong, or too large (4xx without a meaning of its own).
     *
     * @param body the vendor's message, which may quote the request
     */
    record Rejected(int status, String body) implements VendorAnswer {
        /** Without a message. */
        public Rejected(int status) {
            this(status, "");
        }

        @Override
        public String toString() {
            return "Rejected[" + status + "]";
        }
    }

    /**
     * The vendor does not accept our key. Until the key changes, a check succeeds, or a quarter of an hour has
     * passed, further calls get this answer at once.
     *
     * @param status 401 or 403
     */
    record Unauthorized(int status) implements VendorAnswer {}

    /** There is no such object (404). */
    record Missing() implements VendorAnswer {}

    /** Another change came first (409). */
    record Conflict() implements VendorAnswer {}

    /**
     * Too many calls (429).
     *
     * @param retryAfter the wait that the vendor asks for, or until its limit is reset
     */
    record Limited(@Nullable Duration retryAfter) implements VendorAnswer {}

    /** The vendor is at fault (5xx), and may have carried out the request. */
    record ServerFault(int status, @Nullable Duration retryAfter) implements VendorAnswer {}

    /** No complete answer arrived, and the vendor may have carried out the request. */
    record NoAnswer(String reason) implements VendorAnswer {}

    /** The vendor certainly did not get the request. */
    record NotSent(String reason) implements VendorAnswer {}

    /** The vendor has failed too often recently and was not called. */
    record CircuitOpen(Duration left) implements VendorAnswer {}

    /** An answer that does not belong to this API: a web page, or a redirect. */
    record Unexpected(int status, String reason) implements VendorAnswer {}
}
