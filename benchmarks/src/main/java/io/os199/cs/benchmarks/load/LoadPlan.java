package io.os199.cs.benchmarks.load;

import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The instructions for the load generator, in a file.
 *
 * @param uri of the MCP endpoint
 * @param keys one for each user
 * @param portfolio whom the calls ask about
 * @param users who start one after another within {@code rampMillis}; unused for a steady rate
 * @param callsPerSecond of a steady rate; unused for users
 * @param thinkMillis between an answer and the next call, on average, exponentially distributed; 0 for none
 * @param millis from the start of the first user
 */
public record LoadPlan(
        String uri,
        List<String> keys,
        Portfolio portfolio,
        int users,
        int callsPerSecond,
        int thinkMillis,
        long rampMillis,
        long millis) {
    /** The system property that names the file. */
    static final String PROPERTY = "benchmarks.load.plan";

    /** Clients and CSMs, the most popular first. */
    public record Portfolio(List<String> clients, List<String> csms) {
        public Portfolio {
            clients = List.copyOf(clients);
            csms = List.copyOf(csms);
        }
    }

    public LoadPlan {
        keys = List.copyOf(keys);
    }

    Duration ramp() {
        return Duration.ofMillis(rampMillis);
    }

    Duration time() {
        return Duration.ofMillis(millis);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, Json.write(this));
    }

    static LoadPlan ofProcess() {
        try {
            return Json.read(
                    Files.readString(Path.of(System.getProperty(PROPERTY, ""))), LoadPlan.class);
        } catch (IOException e) {
            throw new IllegalStateException("the generator was told nothing", e);
        }
    }
}
