package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body that is read as it arrives: no more of it is requested than is read, and a sender that is silent for too
 * long, or takes too long overall, has cut it off.
 */
final class StreamedBody extends InputStream implements BodySubscriber<InputStream> {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private final Duration silence;
    private final long end;
    private volatile @Nullable Subscription subscription;
    private volatile boolean closed;
    private boolean done;

    /** The arriving pieces, one after the other. */
    private sealed interface Piece {
        /** Some bytes. */
        record Data(List<ByteBuffer> buffers) implements Piece {}

        /** All came. */
        record End() implements Piece {}

        /** Nothing more will arrive, although the body is incomplete. */
        record Broken(Throwable cause) implements Piece {}
    }

    /**
     * Creates a body to be read.
     *
     * @param silence the time without data after which it counts as cut off
     * @param end by {@link System#nanoTime}, when it counts as cut off in any case
     */
    StreamedBody(Duration silence, long end) {
        this.silence = silence;
        this.end = end;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> given) {
        pieces.add(new Piece.Data(given));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Broken(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = current();
        if (buffer == null) {
            return -1;
        }
        int read = Math.min(length, buffer.remaining());
        buffer.get(bytes, from, read);
        return read;
    }

    /**
     * Waits for more data, so that a caller that asks whether anything follows the packed data gets a definite
     * answer.
     */
    @Override
    public int available() throws IOException {
        ByteBuffer buffer = current();
        return buffer == null ? 0 : buffer.remaining();
    }

    /** The buffer to be read next; absent at the end. */
    private @Nullable ByteBuffer current() throws IOException {
        while (!done) {
            ByteBuffer first = buffers.peek();
            if (first != null && first.hasRemaining()) {
                return first;
            }
            if (first == null) {
                take();
            } else {
                buffers.remove();
            }
        }
        return null;
    }

    private void take() throws IOException {
        if (closed) {
            throw new IOException("it is closed");
        }
        switch (next()) {
            case Piece.Data(List<ByteBuffer> given) -> {
                buffers.addAll(given);
                Subscription from = subscription;
                if (from != null) {
                    from.request(1);
                }
            }
            case Piece.End _ -> done = true;
            case Piece.Broken broken -> {
                pieces.add(broken);
                throw new IOException("it was cut off", broken.cause());
            }
        }
    }

    private Piece next() throws IOException {
        long left = Math.max(0, end - System.nanoTime());
        try {
            Piece piece = pieces.poll(Math.min(left, silence.toNanos()), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new HttpTimeoutException("no more came in time");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading was interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }
}
