package io.os199.cs.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback port for a server that a test starts and restarts. */
public final class FreePort {
    private static final int FIRST = PortBlock.claim();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private FreePort() {}

    public static int next() {
        for (int attempt = 0; attempt < PortBlock.SIZE; attempt++) {
            int port = FIRST + NEXT.getAndIncrement() % PortBlock.SIZE;
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Try another one.
            }
        }
        throw new AssertionError("no free port");
    }
}
