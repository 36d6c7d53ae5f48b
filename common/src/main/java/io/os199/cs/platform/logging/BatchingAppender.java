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
 * Writes events up to {@link #GATHERING} late, together with those that came meanwhile: neither does each of them wake the thread
 * that writes, nor is each a write of its own. While its queue is full callers wait; nothing is dropped unless {@code neverBlock}
 * is asked for.
 */
final class BatchingAppender extends AsyncAppender {
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final OutputStreamAppender<ILoggingEvent> out;
    private final AtomicInteger unwritten = new AtomicInteger();
    private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);

    /** Until the queue has its size nobody calls. */
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

    /** Comes back when all is written, or after {@code maxFlushTime}: then what is left is still written if it can be. */
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
        // The one who writes would wait for itself.
        if (!isNeverBlock() && Thread.currentThread() != writer) {
            Uninterruptibles.putUninterruptibly(queue, event);
        } else if (!queue.offer(event)) {
            unwritten.decrementAndGet();
        }
    }

    /** Those that are being written too: who ends the process waits for them. */
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

    /** Whatever an event does: a thread that dies here would hold up whoever has something to say. */
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
