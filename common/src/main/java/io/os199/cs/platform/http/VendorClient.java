package io.os199.cs.platform.http;

import io.os199.cs.platform.http.SharedCircuits.Turn;
import io.os199.cs.platform.http.Vendors.Waiting;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The API of one vendor: at most four calls at once, ten seconds each, behind a breaker, and not called with a key
 * that it refused. The outcome of a call is always returned as an answer; nothing is thrown.
 */
public final class VendorClient implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final long LARGEST_BODY = 10_000_000;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration REFUSED_FOR = Duration.ofMinutes(15);

    private final String name;
    private final URI base;
    private final Supplier<String> authorization;
    private final Duration deadline;
    private final OutsideCalls calls;
    private final OutsideService service;
    private final VendorMetrics metrics;
    private final VendorBreaker breaker;
    private final Waiting waiting;
    private final Clock clock;

    /** A refused key, the status of the refusal, and until when the key is not tried again. */
    private record Refused(String authorization, int status, Instant until) {}

    private final AtomicReference<@Nullable Refused> refused = new AtomicReference<>();

    /**
     * Connects on first use.
     *
     * @param name the name in metrics
     * @param base the vendor's host
     * @param authorization gives the current value of the header, which may change
     */
    public VendorClient(String name, URI base, Supplier<String> authorization, Vendors vendors) {
        this(name, base, authorization, DEADLINE, vendors);
    }

    VendorClient(
            String name,
            URI base,
            Supplier<String> authorization,
            Duration deadline,
            Vendors vendors) {
        this.name = name;
        this.base = base;
        this.authorization = authorization;
        this.deadline = deadline;
        this.calls = vendors.calls();
        this.service = new OutsideService(calls, name, AT_ONCE, LARGEST_BODY);
        this.metrics = vendors.metrics();
        this.waiting = vendors.waiting();
        this.clock = vendors.clock();
        this.breaker =
                new VendorBreaker(
                        name, vendors.circuits(), clock, open -> metrics.circuit(name, open));
        metrics.circuit(name, false);
    }

    /** Sends a request and reads its answer. */
    interface Sending {
        VendorAnswer send(HttpRequest http);

        /** Whether a call without an answer may be made again. */
        default boolean mayRepeat() {
            return true;
        }
    }

    /** Makes a call, once. */
    public VendorAnswer once(VendorRequest request) {
        return once(request, whole(request));
    }

    private VendorAnswer once(VendorRequest request, Sending sending) {
        String key = authorization.get();
        Refused before = refused.get();
        if (before != null && before.authorization().equals(key) && !mayTry(before)) {
            return new VendorAnswer.Unauthorized(before.status());
        }
        return guarded(request, sending, key);
    }

    /**
     * Every so often one call tests whether the vendor accepts the key again, since a check may be made in another
     * process.
     */
    private boolean mayTry(Refused before) {
        return !clock.instant().isBefore(before.until())
                && refused.compareAndSet(
                        before,
                        new Refused(
                                before.authorization(),
                                before.status(),
                                clock.instant().plus(REFUSED_FOR)));
    }

    /** Makes a call once, even with a key that was refused; if it succeeds, other calls are made again. */
    public VendorAnswer check(VendorRequest request) {
        return check(request, whole(request));
    }

    VendorAnswer check(VendorRequest request, Sending sending) {
        return guarded(request, sending, authorization.get());
    }

    /**
     * Makes a call that may be repeated, until there is a final answer, the attempts are used up, or the vendor asks
     * for too long a wait.
     */
    public VendorAnswer read(VendorRequest request, Retries retries) {
        return read(request, whole(request), retries);
    }

    VendorAnswer read(VendorRequest request, Sending sending, Retries retries) {
        VendorAnswer answer = once(request, sending);
        for (int attempt = 0; attempt < retries.attempts() - 1; attempt++) {
            Duration delay;
            switch (answer) {
                case VendorAnswer.Limited(Duration after) ->
                        delay = retries.delay(attempt, after, waiting.random());
                case VendorAnswer.ServerFault(_, Duration after) ->
                        delay = retries.delay(attempt, after, waiting.random());
                case VendorAnswer.NoAnswer _, VendorAnswer.NotSent _ ->
                        delay = retries.delay(attempt, null, waiting.random());
                default -> {
                    return answer;
                }
            }
            if (!sending.mayRepeat() || delay.compareTo(retries.longestWait()) > 0) {
                return answer;
            }
            try {
                waiting.pause().sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = once(request, sending);
        }
        return answer;
    }

    private Sending whole(VendorRequest request) {
        return http -> sent(request.template(), http);
    }

    private VendorAnswer guarded(VendorRequest request, Sending sending, String key) {
        if (key.chars().anyMatch(each -> each < ' ' || each > '~')) {
            // No header can carry such a key, so no vendor accepts it.
            return new VendorAnswer.Unauthorized(401);
        }
        HttpRequest http = http(request, key);
        Turn turn = breaker.ask();
        if (!turn.isGiven()) {
            calls.keptBack(name);
            return new VendorAnswer.CircuitOpen(turn.rest());
        }
        VendorAnswer answer;
        try {
            answer = sending.send(http);
        } catch (RuntimeException e) {
            // Thrown by the reader of an answer, so there was an answer.
            breaker.answered(turn);
            throw e;
        }
        switch (answer) {
            case VendorAnswer.ServerFault _, VendorAnswer.NoAnswer _, VendorAnswer.NotSent _ ->
                    breaker.failed(turn);
            default -> breaker.answered(turn);
        }
        switch (answer) {
            case VendorAnswer.Unauthorized(int status) ->
                    refused.set(new Refused(key, status, clock.instant().plus(REFUSED_FOR)));
            // The vendor has examined the request, and so accepted the key.
            case VendorAnswer.Done _,
                    VendorAnswer.Rejected _,
                    VendorAnswer.Missing _,
                    VendorAnswer.Conflict _ ->
                    refused.set(null);
            default -> {}
        }
        return answer;
    }

    private VendorAnswer sent(String template, HttpRequest http) {
        try {
            HttpResponse<byte[]> response = service.send(template, http, deadline);
            if (response.statusCode() >= 300) {
                return refusal(
                        response.statusCode(),
                        response.headers(),
                        new String(response.body(), StandardCharsets.UTF_8));
            }
            saw(response.headers());
            return done(response);
        } catch (UnsentException e) {
            return new VendorAnswer.NotSent(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new VendorAnswer.NoAnswer(String.valueOf(e.getMessage()));
        }
    }

    private HttpRequest http(VendorRequest request, String key) {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(base.resolve(request.path()))
                        .header("Authorization", key)
                        .header("Accept", "application/json");
        request.headers().forEach(http::header);
        String json = request.json();
        if (json == null) {
            return http.method(request.method(), BodyPublishers.noBody()).build();
        }
        return http.header("Content-Type", "application/json")
                .method(request.method(), BodyPublishers.ofString(json))
                .build();
    }

    private void saw(HttpHeaders headers) {
        LimitHeaders.remaining(headers).ifPresent(left -> metrics.remaining(name, left));
    }

    /** Returns the meaning of an answer whose status is not 2xx. */
    VendorAnswer refusal(int status, HttpHeaders headers, String body) {
        saw(headers);
        Instant now = clock.instant();
        return switch (status) {
            case 401, 403 -> new VendorAnswer.Unauthorized(status);
            case 404 -> new VendorAnswer.Missing();
            case 409 -> new VendorAnswer.Conflict();
            case 429 -> new VendorAnswer.Limited(LimitHeaders.untilMore(headers, now).orElse(null));
            default -> {
                if (status >= 500) {
                    yield new VendorAnswer.ServerFault(
                            status, LimitHeaders.retryAfter(headers, now).orElse(null));
                }
                yield status >= 400
                        ? new VendorAnswer.Rejected(status, body)
                        : new VendorAnswer.Unexpected(status, "it leads elsewhere");
            }
        };
    }

    OutsideService service() {
        return service;
    }

    /** Returns the content type of a body; empty when it is not stated. */
    static String type(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static VendorAnswer done(HttpResponse<byte[]> response) {
        if (response.body().length > 0 && !type(response.headers()).endsWith("json")) {
            return new VendorAnswer.Unexpected(response.statusCode(), "it is no JSON");
        }
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .map()
                .forEach(
                        (header, values) ->
                                headers.put(header.toLowerCase(Locale.ROOT), values.getFirst()));
        return new VendorAnswer.Done(
                response.statusCode(),
                headers,
                new String(response.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        service.close();
    }
}
