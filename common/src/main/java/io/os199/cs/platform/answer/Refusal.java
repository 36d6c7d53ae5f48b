package io.os199.cs.platform.answer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal: what was wrong with which value, and what to send instead. Contains no personal data and no text that a
 * customer wrote.
 *
 * @param field the argument at fault, if there is one; with several {@link #faults} the first one
 * @param expected what the argument may be
 * @param hint what to do next
 * @param retryAfterSeconds when the same call may succeed
 * @param suggestions values that would have been accepted, nearest first
 * @param faults every fault of the arguments, if there is more than one
 * @param detail what else the refusal shows: the current value in a conflict, a preview
 */
public record Refusal(
        Code code,
        String message,
        @Nullable String field,
        @Nullable String expected,
        @Nullable String hint,
        boolean retryable,
        @Nullable Integer retryAfterSeconds,
        List<Suggestion> suggestions,
        List<Fault> faults,
        @Nullable Object detail) {

    /** The codes of the contract; the wire has them in lower case. */
    public enum Code {
        INVALID_ARGUMENT,
        NOT_FOUND,
        AMBIGUOUS_REFERENCE,
        CONFLICT,
        FAILED_PRECONDITION,
        FORBIDDEN,
        RATE_LIMITED,
        CONFIRMATION_REQUIRED,
        TIMEOUT,
        DEPENDENCY_UNAVAILABLE,
        INTERNAL
    }

    /** A value that would have been accepted, with the name that people know it by. */
    public record Suggestion(String value, @Nullable String name) {}

    /** One fault of one argument. */
    public record Fault(
            String field, String message, @Nullable String expected, List<Suggestion> suggestions) {
        public Fault(String field, String message, @Nullable String expected) {
            this(field, message, expected, List.of());
        }
    }

    public Refusal {
        suggestions = List.copyOf(suggestions);
        faults = List.copyOf(faults);
    }

    public static Refusal of(Code code, String message) {
        return new Refusal(
                code, message, null, null, null, false, null, List.of(), List.of(), null);
    }

    /** One argument is wrong: {@code message} names it with its value, {@code expected} what it may be. */
    public static Refusal invalid(String field, String message, @Nullable String expected) {
        return invalid(List.of(new Fault(field, message, expected)));
    }

    /** Reports all faults of one call's arguments together; at least one. */
    public static Refusal invalid(List<Fault> faults) {
        Fault first = faults.getFirst();
        if (faults.size() == 1) {
            return of(Code.INVALID_ARGUMENT, first.message())
                    .field(first.field())
                    .expected(first.expected())
                    .suggestions(first.suggestions());
        }
        String all =
                faults.stream().map(Fault::message).distinct().collect(Collectors.joining("; "));
        return new Refusal(
                Code.INVALID_ARGUMENT,
                all,
                first.field(),
                first.expected(),
                null,
                false,
                null,
                List.of(),
                faults,
                null);
    }

    public static Refusal notFound(String field, String message) {
        return of(Code.NOT_FOUND, message).field(field);
    }

    public static Refusal conflict(String message) {
        return of(Code.CONFLICT, message);
    }

    /**
     * Returns a refusal because somebody has changed the object since the caller looked at it.
     *
     * @param what the object, with its article or by its name
     * @param sent the version that the caller saw
     * @param stored the version that it has now
     * @param standing its current state in a few words; absent where there is nothing to say
     */
    public static Refusal stale(String what, int sent, int stored, @Nullable String standing) {
        return conflict(
                        "version %d is not the stored one: %s is at version %d%s; look at it and decide again"
                                .formatted(
                                        sent,
                                        what,
                                        stored,
                                        standing == null ? "" : ", " + standing))
                .field("version")
                .expected(Integer.toString(stored));
    }

    public static Refusal failedPrecondition(String message) {
        return of(Code.FAILED_PRECONDITION, message);
    }

    public static Refusal forbidden(String message) {
        return of(Code.FORBIDDEN, message);
    }

    public Refusal field(@Nullable String field) {
        return new Refusal(
                code,
                message,
                field,
                expected,
                hint,
                retryable,
                retryAfterSeconds,
                suggestions,
                faults,
                detail);
    }

    public Refusal expected(@Nullable String expected) {
        return new Refusal(
                code,
                message,
                field,
                expected,
                hint,
                retryable,
                retryAfterSeconds,
                suggestions,
                faults,
                detail);
    }

    public Refusal hint(String hint) {
        return new Refusal(
                code,
                message,
                field,
                expected,
                hint,
                retryable,
                retryAfterSeconds,
                suggestions,
                faults,
                detail);
    }

    public Refusal retryAfter(int seconds) {
        return new Refusal(
                code, message, field, expected, hint, true, seconds, suggestions, faults, detail);
    }

    public Refusal suggestions(List<Suggestion> suggestions) {
        return new Refusal(
                code,
                message,
                field,
                expected,
                hint,
                retryable,
                retryAfterSeconds,
                suggestions,
                faults,
                detail);
    }

    public Refusal detail(Object detail) {
        return new Refusal(
                code,
                message,
                field,
                expected,
                hint,
                retryable,
                retryAfterSeconds,
                suggestions,
                faults,
                detail);
    }
}
