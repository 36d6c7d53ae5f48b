package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What came of a call to a vendor, by what its caller has to do about it. */
public sealed interface VendorAnswer {
    /**
     * It is done.
     *
     * @param headers by name in small letters, the first of each
     */
    record Done(int status, Map<String, String> headers, String body) implements VendorAnswer {
        /** A header by its name. */
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The vendor will never take this request: it is wrong, or too large (4xx without a meaning of its own).
     *
     * @param body what it says of that, which may quote the request
     */
    record Rejected(int status, String body) implements VendorAnswer {
        /** Without a word. */
        public Rejected(int status) {
            this(status, "");
        }

        @Override
        public String toString() {
            return "Rejected[" + status + "]";
        }
    }

    /**
     * The vendor does not take our key. Until it is another, a check went well, or a quarter of an hour is
     * over, further calls have this answer at once.
     *
     * @param status 401 or 403
     */
    record Unauthorized(int status) implements VendorAnswer {}

    /** There is no such object (404). */
    record Missing() implements VendorAnswer {}

    /** Somebody was faster (409). */
    record Conflict() implements VendorAnswer {}

    /**
     * Too many calls (429).
     *
     * @param retryAfter that the vendor asks for, or until its limit is new
     */
    record Limited(@Nullable Duration retryAfter) implements VendorAnswer {}

    /** The vendor is at fault (5xx), and may have done it. */
    record ServerFault(int status, @Nullable Duration retryAfter) implements VendorAnswer {}

    /** No whole answer came, and the vendor may have done it. */
    record NoAnswer(String reason) implements VendorAnswer {}

    /** It certainly did not get the request. */
    record NotSent(String reason) implements VendorAnswer {}

    /** It has failed too often lately and was not asked. */
    record CircuitOpen(Duration left) implements VendorAnswer {}

    /** An answer that is none of this API: a page, or a way to somewhere else. */
    record Unexpected(int status, String reason) implements VendorAnswer {}
}
