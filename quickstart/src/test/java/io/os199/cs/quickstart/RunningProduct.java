package io.os199.cs.quickstart;

import io.os199.cs.testing.PortBlock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The built product as a person runs it: {@code ./cs-mcp up} as a process, in a folder and on ports of its own.
 *
 * <p>Every wait is bounded, and a failure includes the output of the command.
 */
public final class RunningProduct implements AutoCloseable {
    private static final int CALLS_PER_MINUTE = 100_000;
    private static final Duration TO_START = Duration.ofMinutes(5);
    private static final Duration TO_STOP = Duration.ofMinutes(2);

    private static final int PORTS = PortBlock.claim();
    private static final AtomicInteger NEXT_PORT = new AtomicInteger();

    private final Path data;
    private final int port;
    private final Path output;
    private final Process launcher;
    private final Map<String, List<String>> commands = new ConcurrentHashMap<>();

    /** The exit status and output of a command that ended by itself. */
    public record Ended(int status, String output) {}

    private RunningProduct(Path data, int port, Path output, Process launcher) {
        this.data = data;
        this.port = port;
        this.output = output;
        this.launcher = launcher;
    }

    /** Starts the product and waits for READY; the same folder and port continue an earlier run. */
    public static RunningProduct start(Path data, int port, int clients) {
        try {
            Path output = Files.createTempFile("cs-mcp-up", ".log");
            Process launcher =
                    command(
                                    "up",
                                    "--data",
                                    data.toString(),
                                    "--port",
                                    Integer.toString(port),
                                    "--clients",
                                    Integer.toString(clients))
                            .redirectOutput(output.toFile())
                            .start();
            RunningProduct product = new RunningProduct(data, port, output, launcher);
            product.await(TO_START, "READY", () -> product.isReady() || !launcher.isAlive());
            if (!product.isReady()) {
                throw new AssertionError("./cs-mcp up ended:\n" + product.output());
            }
            return product;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command that is expected to end soon. */
    public static Ended run(String... arguments) {
        return run(TO_STOP, arguments);
    }

    static Ended run(Duration patience, String... arguments) {
        try {
            Path output = Files.createTempFile("cs-mcp", ".log");
            Process process = command(arguments).redirectOutput(output.toFile()).start();
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("does not end:\n" + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ProcessBuilder command(String... arguments) {
        Path script = Path.of("").toAbsolutePath().getParent().resolve("cs-mcp");
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /**
     * Returns a port for {@link #start} such that the product's others are free as well.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            Ports ports = new Ports(PORTS + 80 + NEXT_PORT.getAndAdd(3) % 117);
            try {
                ports.requireFree();
                return ports.api();
            } catch (CannotStartException e) {
                // Try another one.
            }
        }
        throw new AssertionError("no four free ports");
    }

    public URI url() {
        return URI.create(new Ports(port).mcp());
    }

    public URI workerHealth() {
        return URI.create("http://127.0.0.1:" + new Ports(port).workerAdmin() + "/healthcheck");
    }

    public URI apiHealth() {
        return URI.create("http://127.0.0.1:" + new Ports(port).apiAdmin() + "/healthcheck");
    }

    /** Returns the key as it was printed. */
    public String key() {
        return output().lines()
                .filter(line -> line.contains("API key"))
                .map(line -> line.strip().split("\\s+")[2])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no key in:\n" + output()));
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates another key, in the way that a person does. */
    public String newKey(String name, String scopes) {
        Ended made =
                run(
                        "api-key",
                        "create",
                        "--name",
                        name,
                        "--scopes",
                        scopes,
                        "--rate-limit",
                        Integer.toString(CALLS_PER_MINUTE),
                        "--data",
                        data.toString());
        if (made.status() != 0) {
            throw new AssertionError(made.output());
        }
        return made.output()
                .lines()
                .filter(line -> line.startsWith("cs199_"))
                .findFirst()
                .orElseThrow();
    }

    /** Starts another API over the same database, on {@code port} and the next one; returns when it is ready. */
    public Process startSecondApi(int port) throws IOException {
        return startApi(port, "0s");
    }

    /** As {@link #startSecondApi}; it continues for {@code drain} after it is told to stop. */
    public Process startApi(int port, String drain) throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent();
        String script =
                """
                . '%s/environment'
                export CS_PORT=%d CS_ADMIN_PORT=%d CS_DRAIN=%s
                exec '%s/bin/java' -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
                  -XX:SharedArchiveFile='%s' -Xlog:cds*=off -Xshare:auto \\
                  -cp '%s' io.os199.cs.api.ApiServer server '%s'
                """
                        .formatted(
                                data,
                                port,
                                port + 1,
                                drain,
                                System.getProperty("java.home"),
                                home.resolve("quickstart/target/api.jsa"),
                                home.resolve("quickstart/target/quickstart.jar"),
                                home.resolve("config.yml"));
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolve("api-%d.log".formatted(port)).toFile())
                        .start();
        URI health = URI.create("http://127.0.0.1:" + (port + 1) + "/healthcheck");
        await(TO_START, "the API on " + port, () -> answers(health) || !process.isAlive());
        return process;
    }

    private boolean isReady() {
        return output().contains("READY " + url());
    }

    /** Returns the running ones of API, worker, Redis and PostgreSQL; and {@code ./cs-mcp} itself. */
    public List<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>(parts());
        processes.add(launcher.toHandle());
        launcher.descendants().filter(each -> !processes.contains(each)).forEach(processes::add);
        return processes.stream().filter(RunningProduct::runs).toList();
    }

    /** Whether the process still runs: a dead one that has not been reaped yet has no command any more. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private List<ProcessHandle> parts() {
        try {
            return List.copyOf(RunParts.running(Folder.open(data)).values());
        } catch (CannotStartException e) {
            throw new AssertionError(e);
        }
    }

    /** @param name {@code api}, {@code worker}, {@code redis} or {@code postgres} */
    public ProcessHandle process(String name) {
        try {
            Path file = data.resolve(RunPart.valueOf(name.toUpperCase(Locale.ROOT)).pidFile());
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return ProcessHandle.of(pid)
                    .orElseThrow(() -> new AssertionError("no process " + pid + ", " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends one process and those it started, as a power failure would. */
    public void kill(String name) {
        ProcessHandle process = process(name);
        commands.computeIfAbsent(name, any -> command(any, process));
        List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await(TO_STOP, "the end of " + name, () -> all.stream().noneMatch(RunningProduct::runs));
    }

    /** Returns the command that restarts a process; PostgreSQL refuses to run as root, as at its first start. */
    private List<String> command(String name, ProcessHandle process) {
        if (name.equals("postgres")) {
            List<String> command = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.add(process.info().command().orElseThrow());
            command.addAll(List.of(process.info().arguments().orElseThrow()));
            return command;
        }
        return name.equals("redis")
                ? List.of(
                        process.info().command().orElseThrow(),
                        data.resolve("redis.conf").toString())
                : List.of("sh", data.resolve(name + ".sh").toString());
    }

    /** Starts a killed process again, without waiting for it. */
    public void begin(String name) {
        try {
            if (name.equals("postgres")) {
                // PostgreSQL would take a dead process that has not been reaped yet for a running
                // server.
                Files.deleteIfExists(data.resolve(RunPart.POSTGRES.pidFile()));
            }
            new ProcessBuilder(Objects.requireNonNull(commands.get(name)))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Redirect.appendTo(data.resolve("log/" + name + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a process again as {@code ./cs-mcp up} had, and waits until it is healthy. */
    public void restart(String name) {
        begin(name);
        URI health = name.equals("api") ? apiHealth() : workerHealth();
        await(TO_START, name + " being healthy", () -> answers(health));
    }

    /** Returns the environment that {@code ./cs-mcp up} gave to the processes. */
    public Map<String, String> environment() throws IOException {
        Matcher export =
                Pattern.compile("export (\\w+)='(.*)'")
                        .matcher(Files.readString(data.resolve("environment")));
        Map<String, String> environment = new HashMap<>();
        while (export.find()) {
            environment.put(export.group(1), export.group(2));
        }
        return environment;
    }

    public boolean answers(URI uri) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(TO_STOP).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills only {@code ./cs-mcp up}, without a chance to stop what it started. */
    public void killLauncher() {
        launcher.destroyForcibly();
        await(TO_STOP, "the end of the launcher", () -> !launcher.isAlive());
    }

    /** Acts as Ctrl-C: asks the product to stop and waits until it has. */
    @Override
    public void close() {
        launcher.destroy();
        await(TO_STOP, "the end of the launcher", () -> !launcher.isAlive());
    }

    /** Waits for something to become true. */
    public void await(Duration patience, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "waited " + patience.toSeconds() + " s for " + what + ":\n" + output());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
