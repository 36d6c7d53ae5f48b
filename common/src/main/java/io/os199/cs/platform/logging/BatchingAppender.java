package io.os199.cs.platform.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.FilterReply;

import com.google.common.util.concurrent.Uninterruptibles;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes events up to {@link #GATHERING} late, together with those that arrived meanwhile, so that an event neither
 * wakes the writing thread nor costs a write each time. While its queue is full callers wait; nothing is dropped
 * unless {@code neverBlock} is set.
 */
final class BatchingAppender extends AsyncAppender {
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final OutputStreamAppender<ILoggingEvent> out;
    private final AtomicInteger unwritten = new AtomicInteger();
    private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);

    /** Replaced on start, when its size is known; nobody uses it before that. */
    private BlockingQueue<ILoggingEvent> queue = new LinkedBlockingQueue<>();

    /** @param out is flushed after each batch, so it need not do so itself */
    BatchingAppender(OutputStreamAppender<ILoggingEvent> out) {
        this.out = out;
    }

    @Override
    public void start() {
        queue = new ArrayBlockingQueue<>(getQueueSize());
        started = true;
        writer.start();
    }

    /**
     * Returns when everything is written, or after {@code maxFlushTime}; what is left then is still written if
     * possible.
     */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        started = false;
        writer.interrupt();
        Uninterruptibles.joinUninterruptibly(writer, Duration.ofMillis(getMaxFlushTime()));
        if (writer.isAlive()) {
            addWarn(unwritten + " events are not written yet");
        }
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        if (isStarted() && getFilterChainDecision(event) != FilterReply.DENY) {
            append(event);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        preprocess(event);
        unwritten.incrementAndGet();
        // The writing thread would wait for itself.
        if (!isNeverBlock() && Thread.currentThread() != writer) {
            Uninterruptibles.putUninterruptibly(queue, event);
        } else if (!queue.offer(event)) {
            unwritten.decrementAndGet();
        }
    }

    /** Includes events that are being written, because whoever ends the process waits for them. */
    @Override
    public int getNumberOfElementsInQueue() {
        return unwritten.get();
    }

    @Override
    public int getRemainingCapacity() {
        return queue.remainingCapacity();
    }

    private void write() {
        List<ILoggingEvent> batch = new ArrayList<>();
        while (isStarted() || unwritten.get() > 0) {
            try {
                gather(batch);
            } catch (InterruptedException e) {
                // Stopped: what is left is written at once.
            }
            queue.drainTo(batch);
            batch.forEach(this::write);
            flush();
            unwritten.addAndGet(-batch.size());
            batch.clear();
        }
        detachAndStopAllAppenders();
    }

    private void gather(List<ILoggingEvent> batch) throws InterruptedException {
        if (isStarted()) {
            batch.add(queue.take());
            if (queue.remainingCapacity() > queue.size()) {
                Thread.sleep(GATHERING);
            }
        }
    }

    /** Survives any failure of an event: if this thread died, everybody who logs would be blocked. */
    private void write(ILoggingEvent event) {
        try {
            out.doAppend(event);
        } catch (RuntimeException | Error e) {
            addError("an event cannot be written", e);
        }
    }

    private void flush() {
        try {
            out.getOutputStream().flush();
        } catch (IOException | RuntimeException e) {
            addError("the log cannot be written", e);
        }
    }
}
