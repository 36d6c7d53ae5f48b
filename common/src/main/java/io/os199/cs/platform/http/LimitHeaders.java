package io.os199.cs.platform.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/** Headers in which vendors report how many more calls they accept, and from when. */
final class LimitHeaders {
    private static final Duration LONGEST = Duration.ofDays(1);

    private LimitHeaders() {}

    /** The number of calls left. */
    static OptionalLong remaining(HttpHeaders headers) {
        OptionalLong named = number(headers, "X-RateLimit-Remaining");
        return named.isPresent() ? named : number(headers, "X-Rate-Limit-Remaining");
    }

    /** How long to wait: as {@code Retry-After} says, or otherwise until the limit is reset. */
    static Optional<Duration> untilMore(HttpHeaders headers, Instant now) {
        return retryAfter(headers, now).or(() -> reset(headers, now).map(LimitHeaders::bounded));
    }

    /** How long to wait, given in seconds or as a date. */
    static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        return told(headers, now).map(LimitHeaders::bounded);
    }

    private static Optional<Duration> told(HttpHeaders headers, Instant now) {
        OptionalLong seconds = number(headers, "Retry-After");
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
        }
        try {
            return headers.firstValue("Retry-After")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> Duration.between(now, date.toInstant()));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> reset(HttpHeaders headers, Instant now) {
        OptionalLong at = number(headers, "X-RateLimit-Reset");
        if (at.isPresent()) {
            return Optional.of(Duration.ofSeconds(at.getAsLong() - now.getEpochSecond()));
        }
        OptionalLong in = number(headers, "RateLimit-Reset");
        return in.isPresent() ? Optional.of(Duration.ofSeconds(in.getAsLong())) : Optional.empty();
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** A value that is not a number of a sensible length counts as absent. */
    private static OptionalLong number(HttpHeaders headers, String name) {
        return headers.firstValue(name)
                .filter(value -> value.matches("\\d{1,12}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }
}
