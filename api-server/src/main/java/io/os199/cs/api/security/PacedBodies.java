package io.os199.cs.api.security;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Configures Jetty, before it starts, to cut off bodies that drip. The connector's idle time ends silence; but
 * whoever sends a byte now and then would hold a place, or a thread and what has arrived, for as long as they like,
 * and a sender to a webhook needs no key for that. In all, a body may be waited for as long as silence may last, plus
 * one second for each {@value #BYTES_A_SECOND} bytes that have arrived. The time that we take to process them does
 * not count.
 */
public final class PacedBodies implements LifeCycle.Listener {
    private static final int BYTES_A_SECOND = 16 << 10;

    @Override
    public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
            server.insertHandler(new Pace());
        }
    }

    private static final class Pace extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            return super.handle(
                    request.getLength() == 0 ? request : new Paced(request), response, callback);
        }
    }

    private static final class Paced extends Request.Wrapper {
        private long bytes;
        private long waited;
        private long waitingSince;
        private boolean waits;
        private Content.@Nullable Chunk late;

        Paced(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (late != null) {
                return late;
            }
            Content.Chunk chunk = super.read();
            countWaiting(chunk == null);
            if (chunk == null) {
                return null;
            }
            if (Content.Chunk.isFailure(chunk)) {
                return chunk.getFailure() instanceof TimeoutException silence
                        ? late(silence)
                        : chunk;
            }
            bytes += chunk.remaining();
            if (chunk.isLast() || waited <= allowed().toNanos()) {
                return chunk;
            }
            chunk.release();
            return late(null);
        }

        private void countWaiting(boolean goesOn) {
            long now = System.nanoTime();
            if (waits) {
                waited += now - waitingSince;
            }
            waits = goesOn;
            waitingSince = now;
        }

        private Duration allowed() {
            long idle = getConnectionMetaData().getConnector().getIdleTimeout();
            return Duration.ofMillis(idle + bytes * 1_000 / BYTES_A_SECOND);
        }

        private Content.Chunk late(@Nullable TimeoutException silence) {
            Content.Chunk failure = Content.Chunk.from(new LateBodyException(silence), true);
            late = failure;
            return failure;
        }
    }
}
