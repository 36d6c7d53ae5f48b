package io.os199.cs.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** HTTP as bytes: sends what a well-behaved client cannot, on a connection of its own. */
final class RawHttp {
    private static final int LONGEST_SILENCE_MILLIS = 10_000;
    private static final int PAUSE_IN_STREAM_MILLIS = 300;
    private static final int LARGEST_STREAM = 1 << 16;

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /**
     * The answer that came back.
     *
     * @param head status line and headers
     * @param body as far as it was read, with chunks joined
     */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        Optional<String> header(String name) {
            return head.lines()
                    .filter(
                            line ->
                                    line.toLowerCase(Locale.ROOT)
                                            .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    Answer send(String request) {
        return send(request.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends {@code request}, signals that nothing more will come, and reads one answer to its end; a stream of events
     * may have none, so it is read up to its first pause. Where the connection ends without an answer, the head is
     * empty.
     */
    Answer send(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (IOException refusedBeforeItWasRead) {
                // The answer has been sent all the same.
            }
            return read(socket);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer within 10 s", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer to its end. */
    static Answer read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return new Answer("", "");
            }
            head.write(next);
        }
        Answer bare = new Answer(head.toString(StandardCharsets.ISO_8859_1), "");
        if (bare.header("Content-Type").orElse("").startsWith("text/event-stream")) {
            socket.setSoTimeout(PAUSE_IN_STREAM_MILLIS);
            return new Answer(bare.head(), untilPause(in));
        }
        return new Answer(bare.head(), new String(body(in, bare), StandardCharsets.UTF_8));
    }

    private static String untilPause(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0 && all.size() < LARGEST_STREAM; next = in.read()) {
                all.write(next);
            }
        } catch (SocketTimeoutException pause) {
            // Enough has been read.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static byte[] body(InputStream in, Answer head) throws IOException {
        Optional<String> length = head.header("Content-Length");
        if (length.isPresent()) {
            return in.readNBytes(Integer.parseInt(length.get()));
        }
        if (head.header("Transfer-Encoding").isEmpty()) {
            return head.status() == 204 || head.header("Connection").isEmpty()
                    ? new byte[0]
                    : in.readAllBytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            all.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
