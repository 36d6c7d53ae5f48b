package io.os199.cs.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on a free loopback port that treats the server's answers as a test says. A fault applies from its call
 * on, to open connections as well; or to a single connection, from given words on.
 */
public final class FaultProxy implements AutoCloseable {
    /** What happens to the server's bytes. */
    public enum Fault {
        /** Bytes pass. */
        NONE,
        /** Each chunk passes after the delay. */
        DELAY,
        /** The bytes of both sides are swallowed, their ends of stream too, and connections are still accepted. */
        BLACK_HOLE,
        /** Connections are reset, new ones as well. */
        RESET,
        /** Random bytes arrive instead. */
        GARBAGE,
        /** One byte of each chunk is altered. */
        CORRUPTION
    }

    /** The side that sends something. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /** A fault on given words, left to befall this many connections. */
    private record Trap(String first, Side side, String then, Fault fault, AtomicInteger left) {
        boolean isTaken() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    private static final int CHUNK = 8_192;
    private static final int LONGEST_WORDS = 100;
    private static final long LOOK_NANOS = 10_000_000;

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final Random random = new Random(7);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable Trap trap;

    private FaultProxy(ServerSocket listening, String host, int port) {
        this.listening = listening;
        this.host = host;
        this.port = port;
    }

    /** Creates a proxy in front of the server at that address, which need not exist yet. */
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

    /** Sets the fault from now on; {@link Fault#NONE} heals. */
    public void set(Fault now) {
        fault = now;
        if (now == Fault.RESET) {
            open.forEach(this::reset);
        }
    }

    /** Delays every chunk of the server's bytes by this much from now on. */
    public void delay(Duration each) {
        delay = each;
        set(Fault.DELAY);
    }

    /**
     * From now on {@code fault} befalls the next {@code times} connections whose client says {@code first} and on
     * which {@code side} then says {@code then}; the chunk that says so no longer passes. Other connections stay as
     * they were.
     */
    public void trap(String first, Side side, String then, Fault fault, int times) {
        trap = new Trap(first, side, then, fault, new AtomicInteger(times));
    }

    /** Returns how many connections the fault of the last {@link #trap} has still to befall. */
    public int untrapped() {
        Trap set = trap;
        return set == null ? 0 : set.left.get();
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
            Link link = new Link(client, server);
            Thread asking = Thread.startVirtualThread(() -> pump(link, Side.CLIENT));
            pump(link, Side.SERVER);
            // The client's side is closed by now, which ends the thread that reads from it.
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

    /** Forwards bytes until either side ends; then both do, unless the end is swallowed too. */
    private void pump(Link link, Side side) {
        Socket from = side == Side.CLIENT ? link.client : link.server;
        Socket to = side == Side.CLIENT ? link.server : link.client;
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                link.hear(side, chunk, length);
                Fault now = now(link);
                if (now == Fault.BLACK_HOLE) {
                    continue;
                }
                if (now == Fault.RESET) {
                    reset(from);
                    reset(to);
                    return;
                }
                if (side == Side.SERVER) {
                    spoil(now, chunk, length);
                }
                out.write(chunk, 0, length);
            }
            while (now(link) == Fault.BLACK_HOLE && !listening.isClosed()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            to.close();
        } catch (IOException ended) {
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Fault now(Link link) {
        Fault own = link.fault;
        return own == Fault.NONE ? fault : own;
    }

    /** A connection through the proxy. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile Fault fault = Fault.NONE;
        private final Map<Side, String> ends = new EnumMap<>(Side.class);
        private @Nullable Trap begun;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** Looks for the words, which may come in two chunks, so the end of the previous one is examined again. */
        synchronized void hear(Side side, byte[] chunk, int length) {
            Trap set = trap;
            if (set == null) {
                return;
            }
            String said =
                    ends.getOrDefault(side, "")
                            + new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
            int first = side == Side.CLIENT && begun != set ? said.indexOf(set.first) : -1;
            if (first >= 0) {
                begun = set;
                said = said.substring(first);
            }
            if (begun == set && side == set.side && said.contains(set.then) && set.isTaken()) {
                fault = set.fault;
            }
            ends.put(side, said.substring(Math.max(0, said.length() - LONGEST_WORDS)));
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
