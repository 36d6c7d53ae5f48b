package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whatever is sent, the server answers in time, with JSON, events or nothing, never with a fault of its own and never
 * revealing its internals. {@code -Dfuzz.tries=100000 -Dfuzz.seed=…} searches longer, or elsewhere.
 */
class FuzzIT {
    private static final int TRIES = Integer.getInteger("fuzz.tries", 3000);
    private static final long SEED = Long.getLong("fuzz.seed", 199);
    private static final int MOST_SHOWN = 20;

    /** Texts that reveal a fault of ours or our internals. */
    private static final List<String> INSIDES =
            List.of(
                    "Exception",
                    "\tat ",
                    "java.",
                    "org.",
                    "com.fasterxml",
                    "io.os199",
                    "select ",
                    "correlation id");

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void answersWhateverIsSent() {
        JsonNode list =
                RunningApi.json(
                        api.modern(api.key(), "tools/list", JsonNodeFactory.instance.objectNode()));
        List<JsonNode> tools = new ArrayList<>();
        list.at("/result/tools").forEach(tools::add);
        HostileRequests requests = new HostileRequests(SEED, api.key(), tools);
        RawHttp http = new RawHttp(api.port());
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < TRIES && found.size() < MOST_SHOWN; i++) {
            byte[] request = requests.next();
            String sent = new String(request, StandardCharsets.UTF_8).replace(api.key(), "KEY");
            try {
                RawHttp.Answer answer = http.send(request);
                if (!isProper(answer)) {
                    found.add("SENT " + sent + "\nGOT " + answer);
                } else {
                    statuses.merge(answer.status(), 1, Integer::sum);
                }
            } catch (RuntimeException | AssertionError e) {
                found.add("SENT " + sent + "\nGOT " + e);
            }
        }
        assertThat(found).as(String.join("\n\n", found)).isEmpty();
        JsonNode good = api.call(api.key(), "list_clients", "{}");
        assertThat(good.path("isError").booleanValue()).as(good.toString()).isFalse();
        assertThat(statuses.getOrDefault(200, 0))
                .as("requests that got through to an answer, of %s", statuses)
                .isGreaterThan(TRIES / 4);
    }

    private static boolean isProper(RawHttp.Answer answer) {
        if (answer.head().isEmpty() || answer.status() >= 500) {
            return false;
        }
        boolean isQuiet = INSIDES.stream().noneMatch(answer.body()::contains);
        String type = answer.header("Content-Type").orElse("");
        return isQuiet
                && (type.startsWith("application/json")
                        ? !answer.body().isEmpty()
                        : type.startsWith("text/event-stream") || answer.body().isEmpty());
    }
}
