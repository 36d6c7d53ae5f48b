package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer as it arrives: one JSON body, or a stream of messages. */
final class Answer implements AutoCloseable {
    private static final String DATA = "data: ";

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private int signsOfLife;

    Answer(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    boolean isStream() {
        return header("Content-Type").startsWith("text/event-stream");
    }

    /** Returns the number of comments so far, with which the server shows that it is still there. */
    int signsOfLife() {
        return signsOfLife;
    }

    /** Waits for the next message and returns it. */
    JsonNode next() {
        return read().orElseThrow(() -> new AssertionError("the answer ended before"));
    }

    /** Waits for the last message and discards those before. */
    JsonNode last() {
        return rest().getLast();
    }

    /** Waits for the end and returns the remaining messages. */
    List<JsonNode> rest() {
        List<JsonNode> rest = new ArrayList<>();
        for (Optional<JsonNode> each = read(); each.isPresent(); each = read()) {
            rest.add(each.get());
        }
        return rest;
    }

    private Optional<JsonNode> read() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!isStream()) {
                    return Optional.of(Json.read(line, JsonNode.class));
                }
                if (line.startsWith(DATA)) {
                    return Optional.of(Json.read(line.substring(DATA.length()), JsonNode.class));
                }
                if (line.startsWith(":")) {
                    signsOfLife++;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Disconnects, whether or not there is more to come. */
    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
