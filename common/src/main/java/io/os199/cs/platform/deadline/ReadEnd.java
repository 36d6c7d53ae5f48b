package io.os199.cs.platform.deadline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** How one read of a stream ends: by itself, or by its alarm, which closes what is read; whichever is first. */
final class ReadEnd implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadEnd.class);

    private final InputStream in;
    private final Closeable whole;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param whole what {@code in} belongs to */
    ReadEnd(InputStream in, Closeable whole) {
        this.in = in;
        this.whole = whole;
    }

    /** True for the first who asks, who has ended it. */
    boolean claim() {
        return ended.compareAndSet(false, true);
    }

    /** The alarm. It may come late: to a read that has ended, or for which something has come that nobody has had a core to take. */
    @Override
    public void run() {
        try {
            if (!ended.get() && in.available() == 0 && claim()) {
                whole.close();
            }
        } catch (IOException e) {
            LOG.debug("closed meanwhile", e);
        }
    }
}
