package io.os199.cs.platform.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.FutureTask;

@Timeout(20)
final class WatchedSocketTest {
    private static final int MILLIS = 300;

    private ServerSocket server;
    private Socket socket;
    private Socket other;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = new WatchedSockets().createSocket();
        socket.connect(server.getLocalSocketAddress());
        other = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        socket.close();
        server.close();
    }

    @Test
    void aReadThatMeetsItsTimeoutEndsAndClosesTheSocket() throws Exception {
        socket.setSoTimeout(MILLIS);
        assertThat(socket.getSoTimeout()).isEqualTo(MILLIS);
        InputStream in = socket.getInputStream();
        long begun = System.nanoTime();

        assertThatThrownBy(() -> in.read(new byte[8])).isInstanceOf(SocketTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(MILLIS));
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(in::read)
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    /** A short timeout is how the driver asks whether there is anything to read. */
    @Test
    void aShortTimeoutLeavesTheSocketOpen() throws Exception {
        socket.setSoTimeout(MILLIS);
        socket.setSoTimeout(1);
        assertThat(socket.getSoTimeout()).isEqualTo(1);
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

        socket.setSoTimeout(MILLIS);
        other.getOutputStream().write(200);
        assertThat(in.read()).isEqualTo(200);
    }

    @Test
    void everyReadHasItsWholeTimeout() throws Exception {
        socket.setSoTimeout(5 * MILLIS);
        InputStream in = socket.getInputStream();
        for (int i = 0; i < 4; i++) {
            FutureTask<Integer> read = new FutureTask<>(in::read);
            Thread reader = Thread.startVirtualThread(read);
            Await.until(() -> reader.getState() == Thread.State.WAITING);
            Thread.sleep(2 * MILLIS);
            other.getOutputStream().write(i);
            assertThat(read.get()).isEqualTo(i);
        }
        other.shutdownOutput();
        assertThat(in.read()).isEqualTo(-1);
    }

    /**
     * An alarm that was ringing when its read ended closes nothing, nor does one whose answer is waiting to be read.
     */
    @Test
    void whoComesFirstEndsARead() throws Exception {
        InputStream in = socket.getInputStream();
        ReadEnd done = new ReadEnd(in, socket);
        assertThat(done.claim()).isTrue();
        done.run();
        assertThat(socket.isClosed()).isFalse();

        other.getOutputStream().write(1);
        Await.until(() -> in.available() > 0);
        ReadEnd answered = new ReadEnd(in, socket);
        answered.run();
        assertThat(socket.isClosed()).isFalse();
        assertThat(answered.claim()).isTrue();

        assertThat(in.read()).isEqualTo(1);
        ReadEnd met = new ReadEnd(in, socket);
        met.run();
        assertThat(socket.isClosed()).isTrue();
        assertThat(met.claim()).isFalse();
    }

    /** The driver skips bytes that it does not need. */
    @Test
    void whatIsSkippedMeetsItsTimeoutToo() throws Exception {
        socket.setSoTimeout(MILLIS);
        InputStream in = socket.getInputStream();
        other.getOutputStream().write(new byte[3]);
        assertThatThrownBy(() -> in.skipNBytes(4)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void withoutATimeoutAReadWaits() throws Exception {
        socket.setSoTimeout(MILLIS);
        socket.setSoTimeout(0);
        assertThat(socket.getSoTimeout()).isZero();
        FutureTask<Integer> read = new FutureTask<>(socket.getInputStream()::read);
        Thread reader = Thread.startVirtualThread(read);
        Await.until(() -> reader.getState() == Thread.State.WAITING);
        Thread.sleep(2L * MILLIS);
        other.getOutputStream().write(7);
        assertThat(read.get()).isEqualTo(7);
    }
}
