package io.os199.cs.platform.deadline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of one read of a stream: by itself or by its alarm, which closes what is being read, whichever comes first.
 */
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

    /** True for the first caller, who thereby ends the read. */
    boolean claim() {
        return ended.compareAndSet(false, true);
    }

    /**
     * Rings the alarm. It may come late: after the read has ended, or when data has arrived that no thread has yet
     * had a core to take.
     */
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
