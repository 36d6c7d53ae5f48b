package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.security.LoadShedding;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way back to the client for one POST: one JSON body, or a stream of events from the moment when something has to
 * be sent before the answer. Several threads may use it.
 *
 * <p>A client that has gone is noticed only when something is written, so a long request has to write now and then.
 */
final class Reply {
    private static final String EVENTS = "text/event-stream";
    private static final byte[] KEEP_ALIVE = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT =
            "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final boolean takesEvents;
    private final boolean takesJson;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<Runnable> onGone = new AtomicReference<>(() -> {});
    private boolean streaming;
    private boolean finished;
    private volatile boolean gone;

    Reply(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        String accept = request.getHeader("Accept");
        String accepted = accept == null ? "*/*" : accept.toLowerCase(Locale.ROOT);
        this.takesEvents = accepted.contains(EVENTS) || accepted.contains("*/*");
        this.takesJson =
                !accepted.contains(EVENTS) || accepted.contains("json") || accepted.contains("*/*");
    }

    /** Refuses a client that can receive nothing before the answer. */
    void requireStream() {
        if (!takesEvents) {
            throw new RpcException(
                    RpcError.invalidRequest(
                            "this comes as a stream; accept text/event-stream besides"
                                    + " application/json"));
        }
    }

    /** Calls {@code action}, on some thread, when the client turns out to have gone. */
    void onGone(Runnable action) {
        onGone.set(action);
        if (gone) {
            action.run();
        }
    }

    /** Whether the client is known to have gone. */
    boolean isGone() {
        return gone;
    }

    /** Sends a message ahead of the answer; false if it cannot arrive. */
    boolean send(JsonNode message) {
        lock.lock();
        try {
            if (finished || gone || !takesEvents) {
                return false;
            }
            writeEvent(message);
            return true;
        } catch (IOException e) {
            lose();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Shows the client that we are still here, and finds out whether it is. Does not wait for a slow client. */
    void keepAlive() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (finished || gone || !takesEvents) {
                return;
            }
            ServletOutputStream out = stream();
            out.write(KEEP_ALIVE);
            out.flush();
        } catch (IOException e) {
            lose();
        } finally {
            lock.unlock();
        }
    }

    /** Sends the answer and ends the reply; without a {@code body} it is only the status. */
    void finish(int status, @Nullable JsonNode body) {
        lock.lock();
        try {
            if (finished) {
                return;
            }
            if (!streaming && body != null && !takesJson && status == HttpServletResponse.SC_OK) {
                stream();
            }
            if (!streaming) {
                writeBody(status, body);
            } else if (body != null && !gone) {
                writeEvent(body);
            }
            finished = true;
        } catch (IOException e) {
            lose();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing has been sent yet, so that status and headers can still be chosen. */
    boolean isOpen() {
        lock.lock();
        try {
            return !streaming && !finished;
        } finally {
            lock.unlock();
        }
    }

    private ServletOutputStream stream() throws IOException {
        if (!streaming) {
            streaming = true;
            LoadShedding.leave(request);
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType(EVENTS);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.setHeader("Cache-Control", "no-store");
            // For proxies that would buffer a stream before passing it on.
            response.setHeader("X-Accel-Buffering", "no");
        }
        return response.getOutputStream();
    }

    private void writeEvent(JsonNode message) throws IOException {
        ServletOutputStream out = stream();
        out.write(EVENT);
        out.write(Wire.bytes(message));
        out.write(END);
        out.flush();
    }

    private void writeBody(int status, @Nullable JsonNode body) throws IOException {
        response.setStatus(status);
        if (body != null) {
            byte[] bytes = Wire.bytes(body);
            response.setContentType("application/json");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }

    private void lose() {
        gone = true;
        onGone.get().run();
    }
}
