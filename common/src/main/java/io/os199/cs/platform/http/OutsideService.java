package io.os199.cs.platform.http;

import io.os199.cs.platform.tracing.Tracing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLHandshakeException;

/**
 * One external service and the connections to it. A call has one deadline for all of it, follows no redirects,
 * carries the trace on, and passes through {@link OutsideCalls}.
 */
public final class OutsideService implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final OutsideCalls calls;
    private final String name;
    private final Semaphore free;
    private final long largestBody;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * Connects on first use.
     *
     * @param name the name in metrics and spans
     * @param atOnce maximum number of calls under way; others wait within their deadline
     * @param largestBody maximum bytes of an answer; a larger one is a fault
     */
    public OutsideService(OutsideCalls calls, String name, int atOnce, long largestBody) {
        this.calls = calls;
        this.name = name;
        this.free = new Semaphore(atOnce, true);
        this.largestBody = largestBody;
    }

    /**
     * Returns the answer, whatever its status.
     *
     * @param template of the path, as in {@link Endpoint}
     * @param deadline for waiting, connecting and the whole body
     * @throws UnsentException if the service certainly did not get the request
     * @throws IOException if there is no answer for another reason; messages name the endpoint and nothing of the
     *     request
     */
    public HttpResponse<byte[]> send(String template, HttpRequest request, Duration deadline)
            throws IOException {
        Endpoint endpoint = new Endpoint(name, request.method(), template);
        long end = System.nanoTime() + deadline.toNanos();
        return calls.call(
                endpoint,
                request.uri(),
                HttpResponse::statusCode,
                () ->
                        exchange(
                                endpoint,
                                end,
                                () ->
                                        answer(
                                                endpoint,
                                                traced(request),
                                                BodyHandlers.limiting(
                                                        BodyHandlers.ofByteArray(), largestBody),
                                                end)));
    }

    /** Reads an answer as its body arrives. */
    interface Taking {
        void take(HttpResponse<InputStream> response) throws IOException;
    }

    /**
     * Makes a call whose body is read as it arrives; the call lasts until it has been read.
     *
     * @param firstByte the deadline for waiting, connecting and the beginning of the answer
     * @param body creates the reader of one body, with a deadline of its own
     * @throws UnsentException like {@link #send}
     * @throws IOException like {@link #send}, or when the body was cut off
     */
    void stream(
            String template,
            HttpRequest request,
            Duration firstByte,
            Supplier<StreamedBody> body,
            Taking taking)
            throws IOException {
        Endpoint endpoint = new Endpoint(name, request.method(), template);
        long end = System.nanoTime() + firstByte.toNanos();
        AtomicReference<@Nullable RuntimeException> own = new AtomicReference<>();
        calls.call(
                endpoint,
                request.uri(),
                HttpResponse::statusCode,
                () ->
                        exchange(
                                endpoint,
                                end,
                                () -> {
                                    HttpResponse<InputStream> answer =
                                            answer(endpoint, traced(request), _ -> body.get(), end);
                                    take(answer, taking, own);
                                    return answer;
                                }));
        RuntimeException failure = own.get();
        if (failure != null) {
            throw failure;
        }
    }

    /** An exception from the code that reads the answer is not a failure of the call. */
    private static void take(
            HttpResponse<InputStream> answer,
            Taking taking,
            AtomicReference<@Nullable RuntimeException> own)
            throws IOException {
        try (InputStream _ = answer.body()) {
            taking.take(answer);
        } catch (RuntimeException e) {
            own.set(e);
        }
    }

    private interface Exchanging<T> {
        T exchange() throws IOException, InterruptedException;
    }

    /** Makes a call once there is room for it. */
    private <T> T exchange(Endpoint endpoint, long end, Exchanging<T> exchanging)
            throws IOException {
        try {
            if (!free.tryAcquire(left(end), TimeUnit.NANOSECONDS)) {
                String message = endpoint + ": earlier calls have not come back";
                throw new UnsentException(message, new HttpTimeoutException(message));
            }
            try {
                return exchanging.exchange();
            } finally {
                free.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(endpoint + " was interrupted");
        }
    }

    private <T> HttpResponse<T> answer(
            Endpoint endpoint, HttpRequest request, BodyHandler<T> body, long end)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
        try {
            return answer.get(left(end), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(endpoint + " did not answer in time", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            String message =
                    "%s cannot be reached (%s)"
                            .formatted(endpoint, cause.getClass().getSimpleName());
            throw isUnsent(cause) ? new UnsentException(message, e) : new IOException(message, e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Whether the call failed before the request was written: while connecting, or in the TLS handshake. */
    private static boolean isUnsent(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case ConnectException _ -> true;
            case HttpConnectTimeoutException _ -> true;
            case SSLHandshakeException _ -> true;
            default -> isUnsent(failure.getCause());
        };
    }

    private static HttpRequest traced(HttpRequest request) {
        String parent = Tracing.currentParent();
        return parent == null
                ? request
                : HttpRequest.newBuilder(request, (header, value) -> true)
                        .setHeader(Tracing.PARENT, parent)
                        .build();
    }

    private static long left(long end) {
        return Math.max(0, end - System.nanoTime());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
