package io.os199.cs.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A request that was admitted, and whose body is sent only when the test says so. */
final class HeldRequest implements AutoCloseable {
    private static final int LONGEST_SILENCE_MILLIS = 10_000;

    private final Socket socket;
    private final String body;

    private HeldRequest(Socket socket, String body) {
        this.socket = socket;
        this.body = body;
    }

    /**
     * Begins a request, and waits until the server asks for its body, which it does once it has admitted the request.
     */
    static HeldRequest begin(RunningApi api, String key, String path, String body)
            throws IOException {
        return begin(api, key, path, "application/x-ndjson", body);
    }

    static HeldRequest begin(RunningApi api, String key, String path, String type, String body)
            throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        String head =
                """
                POST %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: %s\r
                Content-Length: %d\r
                Expect: 100-continue\r
                \r
                """
                        .formatted(path, key, type, body.length());
        socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        int status = RawHttp.read(socket).status();
        if (status != 100) {
            socket.close();
            throw new AssertionError("it was not let in: " + status);
        }
        return new HeldRequest(socket, body);
    }

    /** Sends the body; returns the status of the answer. */
    int end() throws IOException {
        socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return RawHttp.read(socket).status();
    }

    /** Sends this many bytes at once and the rest byte by byte, with a pause before each, until there is an answer. */
    RawHttp.Answer drip(int atOnce, Duration pause) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(bytes, 0, atOnce);
        for (int i = atOnce; i < bytes.length && socket.getInputStream().available() == 0; i++) {
            LockSupport.parkNanos(pause.toNanos());
            socket.getOutputStream().write(bytes[i]);
        }
        return RawHttp.read(socket);
    }

    /** Sends nothing more; returns the answer. */
    RawHttp.Answer leave() throws IOException {
        return RawHttp.read(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
