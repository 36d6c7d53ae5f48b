package io.os199.cs.quickstart;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Redis in the folder. It is a cache, so it is small and, when full, drops what has not been used for long. */
record CacheServer(int port, String password) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    /**
     * Starts it as a daemon with its own session, out of reach of the terminal's Ctrl-C, and waits until it answers.
     */
    static CacheServer start(Folder folder, Ports ports) throws IOException, CannotStartException {
        int port = folder.port("redis", ports);
        String password = folder.secret("redis");
        Path data = folder.make(Folder.CACHE);
        Path log = folder.startLog(RunPart.REDIS.log());
        String settings =
                """
                bind %s
                port %d
                requirepass %s
                daemonize yes
                pidfile "%s"
                logfile "%s"
                dir "%s"
                save ""
                appendonly yes
                maxmemory 128mb
                maxmemory-policy allkeys-lru
                """
                        .formatted(
                                Ports.LOOPBACK,
                                port,
                                password,
                                folder.path(RunPart.REDIS.pidFile()),
                                log,
                                data);
        Path file = folder.write("redis.conf", settings, "rw-------");
        String program =
                ExecutableProvider.newJarResourceProvider(folder.make("redis-bin").toFile())
                        .get()
                        .getPath();
        Process starter =
                new ProcessBuilder(program, file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (!answersWithin(starter, port)) {
            throw new CannotStartException(
                    "Redis did not start; the end of its log:" + folder.tail(RunPart.REDIS.log()));
        }
        return new CacheServer(port, password);
    }

    private static boolean answersWithin(Process starter, int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!starter.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    || starter.exitValue() != 0) {
                return false;
            }
            while (!answers(port)) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the port answers at all; without the password the answer is a refusal. */
    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() != -1;
        } catch (IOException e) {
            return false;
        }
    }
}
