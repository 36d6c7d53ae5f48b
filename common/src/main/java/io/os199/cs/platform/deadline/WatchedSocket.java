package io.os199.cs.platform.deadline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket of which a read that meets its timeout ends up to {@link Alarms#TICK} late, and with the socket closed: for protocols
 * in which nobody could go on after it anyway. A virtual thread that reads with a timeout otherwise sets a timer of its own each
 * time, which wakes another thread twice, and most answers come long before.
 *
 * <p>Timeouts shorter than {@value #SHORTEST_MILLIS} ms are those of the system: who sets one means to go on.
 */
public final class WatchedSocket extends Socket {
    static final int SHORTEST_MILLIS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedSocket.class);
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

    private final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
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
            End end = new End(in);
            try (Alarms.Alarm _ = ALARMS.after(Duration.ofMillis(millis), end)) {
                return in.read(into, offset, length);
            } catch (IOException e) {
                throw end.met ? end.timeout(e) : e;
            }
        }
    }

    /** Of one read. */
    private final class End implements Runnable {
        private final InputStream in;
        private volatile boolean met;

        End(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try {
                if (in.available() > 0) {
                    // It has come in time, and who reads has not had a core yet.
                    return;
                }
                met = true;
                close();
            } catch (IOException e) {
                LOG.debug("closed meanwhile", e);
            }
        }

        private SocketTimeoutException timeout(IOException cause) {
            SocketTimeoutException timeout = new SocketTimeoutException("Read timed out");
            timeout.initCause(cause);
            return timeout;
        }
    }
}
