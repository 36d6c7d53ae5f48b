package io.os199.cs.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on a free loopback port, which does to what the server answers what a test says. A fault
 * holds from its call on, for connections that are open too.
 */
public final class FaultProxy implements AutoCloseable {
    /** What is done with the server's bytes. */
    public enum Fault {
        /** They pass. */
        NONE,
        /** Each chunk passes after the delay. */
        DELAY,
        /** Both sides' bytes are swallowed, and connections are still accepted. */
        BLACK_HOLE,
        /** Connections are reset, also new ones. */
        RESET,
        /** Random bytes come instead. */
        GARBAGE,
        /** One byte of each chunk is another. */
        CORRUPTION
    }

    private static final int CHUNK = 8_192;

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final Random random = new Random(7);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    private volatile Duration delay = Duration.ZERO;

    private FaultProxy(ServerSocket listening, String host, int port) {
        this.listening = listening;
        this.host = host;
        this.port = port;
    }

    /** Before the server at that place, which need not be there yet. */
    public static FaultProxy before(String host, int port) {
        try {
            ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            FaultProxy proxy = new FaultProxy(listening, host, port);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From now on; {@link Fault#NONE} heals. */
    public void set(Fault now) {
        fault = now;
        if (now == Fault.RESET) {
            open.forEach(this::reset);
        }
    }

    /** Every chunk of the server's bytes passes so much later from now on. */
    public void delay(Duration each) {
        delay = each;
        set(Fault.DELAY);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (fault == Fault.RESET) {
                    reset(client);
                } else {
                    Thread.startVirtualThread(() -> connect(client));
                }
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try (client;
                Socket server = new Socket(host, port)) {
            open.add(server);
            Thread asking = Thread.startVirtualThread(() -> pump(client, server, false));
            pump(server, client, true);
            // The client's side is closed by now, which ends who reads from it.
            asking.join();
            open.remove(server);
        } catch (IOException serverIsGone) {
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until either side ends; then both do. */
    private void pump(Socket from, Socket to, boolean isAnswer) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                Fault now = fault;
                if (now == Fault.BLACK_HOLE) {
                    continue;
                }
                if (isAnswer) {
                    spoil(now, chunk, length);
                }
                out.write(chunk, 0, length);
            }
            to.close();
        } catch (IOException ended) {
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void spoil(Fault now, byte[] chunk, int length) throws InterruptedException {
        switch (now) {
            case DELAY -> Thread.sleep(delay);
            case GARBAGE -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, chunk, 0, length);
            }
            case CORRUPTION -> chunk[random.nextInt(length)] ^= (byte) (1 + random.nextInt(255));
            case NONE, BLACK_HOLE, RESET -> {}
        }
    }

    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(this::reset);
    }
}
