package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.os199.cs.testing.Await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nginx of {@code compose.yaml} in front of local replicas: its configuration, except for ports, names and
 * folder.
 */
final class Nginx implements AutoCloseable {
    private static final Path CONFIGURATION =
            Path.of("").toAbsolutePath().getParent().resolve("docker/nginx/nginx.conf");

    /** Folders that the PATH of users other than root often lacks. */
    private static final List<String> BESIDES_THE_PATH = List.of("/usr/sbin", "/usr/local/sbin");

    private final int port;
    private final Process process;

    private Nginx(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Returns the program. Without it the test is skipped and says so, unless {@code CS_REQUIRE_CLIENTS} is set, as
     * it is in continuous integration.
     */
    static Path program() {
        Optional<Path> program = installed();
        if (program.isPresent()) {
            return program.get();
        }
        String message = "there is no nginx here, so its configuration was not run";
        if (System.getenv("CS_REQUIRE_CLIENTS") != null) {
            throw new AssertionError(message);
        }
        System.err.println("SKIPPED: " + message);
        return abort(message);
    }

    private static Optional<Path> installed() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), BESIDES_THE_PATH.stream())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** As {@link #before}, if the program is installed. */
    static Optional<Nginx> beforeIfInstalled(List<Integer> replicas) throws Exception {
        Optional<Path> program = installed();
        return program.isPresent()
                ? Optional.of(before(program.get(), replicas))
                : Optional.empty();
    }

    /** Starts nginx in front of three replicas, and waits until it accepts connections. */
    static Nginx before(Path program, List<Integer> replicas) throws Exception {
        // If root starts it, its workers run as another user.
        Path folder = Files.createTempDirectory("nginx");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = RunningProduct.freePort();
        String text = Files.readString(CONFIGURATION);
        for (int i = 0; i < replicas.size(); i++) {
            text = replaced(text, "api-%d:8080".formatted(i + 1), "127.0.0.1:" + replicas.get(i));
        }
        text = replaced(text, "listen 8080;", "listen 127.0.0.1:%d;".formatted(port));
        text = replaced(text, "listen 127.0.0.1:8079;", "listen 127.0.0.1:%d;".formatted(port + 1));
        text = replaced(text, "/tmp/", folder + "/");
        Path file = Files.writeString(folder.resolve("nginx.conf"), text);
        Path log = folder.resolve("nginx.log");
        Process process =
                new ProcessBuilder(program.toString(), "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Await.until(() -> takesConnections(port) || !process.isAlive());
        assertThat(process.isAlive()).as(() -> read(log)).isTrue();
        return new Nginx(port, process);
    }

    private static String replaced(String text, String what, String by) {
        assertThat(text).contains(what);
        return text.replace(what, by);
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port + "/mcp");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
