package io.os199.cs.platform.deadline;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket whose reads end up to {@link Alarms#TICK} after their timeout, closing the socket: for protocols in which
 * nobody could continue after a timeout anyway. Otherwise a virtual thread that reads with a timeout sets a timer of
 * its own each time, which wakes another thread twice, although most answers arrive long before.
 *
 * <p>Timeouts shorter than {@value #SHORTEST_MILLIS} ms are left to the system, as whoever sets one means to continue
 * after it.
 */
public final class WatchedSocket extends Socket {
    static final int SHORTEST_MILLIS = 200;

    private static final Alarms ALARMS = new Alarms("socket-timeouts");

    private volatile int watchedMillis;

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        boolean watched = millis >= SHORTEST_MILLIS;
        super.setSoTimeout(watched ? 0 : millis);
        watchedMillis = watched ? millis : 0;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        int watched = watchedMillis;
        return watched > 0 ? watched : super.getSoTimeout();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Watched(super.getInputStream());
    }

    /** Skips by reading, so that skipping has a timeout too. */
    private final class Watched extends InputStream {
        private final InputStream in;

        Watched(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int millis = watchedMillis;
            if (millis == 0) {
                return in.read(into, offset, length);
            }
            ReadEnd end = new ReadEnd(in, WatchedSocket.this);
            IOException failure = null;
            int read = 0;
            try (Alarms.Alarm _ = ALARMS.after(Duration.ofMillis(millis), end)) {
                read = in.read(into, offset, length);
            } catch (IOException e) {
                failure = e;
            }
            if (!end.claim()) {
                throw timeout(failure);
            }
            if (failure != null) {
                throw failure;
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static SocketTimeoutException timeout(@Nullable IOException cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("Read timed out");
        timeout.initCause(cause);
        return timeout;
    }
}
