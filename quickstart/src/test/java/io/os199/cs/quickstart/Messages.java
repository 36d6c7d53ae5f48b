package io.os199.cs.quickstart;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;

import java.net.http.HttpResponse;

/** Reads the answer to a request, which a slow call sends as the last event of a stream. */
final class Messages {
    private static final String DATA = "data:";

    private Messages() {}

    static JsonNode answer(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            return Json.read(response.body(), JsonNode.class);
        }
        String last =
                response.body()
                        .lines()
                        .filter(line -> line.startsWith(DATA))
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> new AssertionError("no event: " + response.body()));
        return Json.read(last.substring(DATA.length()), JsonNode.class);
    }
}
