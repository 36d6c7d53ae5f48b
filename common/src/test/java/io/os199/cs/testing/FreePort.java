package io.os199.cs.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A loopback port for a server that a test starts and restarts. It lies below the ports that the system gives to
 * outgoing connections, one of which could take it before the server does.
 */
public final class FreePort {
    private FreePort() {}

    public static int next() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
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
