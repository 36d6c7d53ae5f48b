package io.os199.cs.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.os199.cs.platform.json.StrictJson;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.UsageEvent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a line of NDJSON as an event, strictly: it refuses what it does not understand, with the first fault that it
 * finds.
 */
final class UsageLineReader {
    private static final Duration OLDEST = Duration.ofDays(400);
    private static final Duration FURTHEST_AHEAD = Duration.ofMinutes(5);
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TYPE = 100;

    /** One month of uninterrupted work. */
    private static final int LONGEST_DURATION = 31 * 24 * 60 * 60;

    private static final Set<String> COLUMNS =
            Set.of(
                    "event_id",
                    "client",
                    "user_key",
                    "event_type",
                    "occurred_at",
                    "feature_key",
                    "session_id",
                    "duration_seconds",
                    "quantity");

    private static final ObjectMapper STRICT = StrictJson.mapper(StrictJson.DEEPEST_ROW);

    private final Clock clock;

    UsageLineReader(Clock clock) {
        this.clock = clock;
    }

    /** The result of reading a line. */
    sealed interface Line {}

    record Good(UsageEvent event) implements Line {}

    record Bad(LineCode code, String message) implements Line {}

    Line read(byte[] bytes, int from, int length) {
        JsonNode node;
        try {
            // Decoded first: Jackson would guess an encoding from the bytes.
            node =
                    STRICT.readTree(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(bytes, from, length))
                                    .toString());
        } catch (CharacterCodingException e) {
            return new Bad(LineCode.MALFORMED_LINE, "the line is not UTF-8");
        } catch (IOException e) {
            return new Bad(LineCode.MALFORMED_LINE, "the line is not one JSON object");
        }
        if (!node.isObject()) {
            return new Bad(LineCode.MALFORMED_LINE, "the line is not one JSON object");
        }
        return event(node);
    }

    private Line event(JsonNode node) {
        LineFields fields = new LineFields(node);
        fields.allow(COLUMNS);
        String eventId = fields.required("event_id", LONGEST_NAME);
        String client = fields.required("client", LONGEST_NAME);
        String userKey = fields.required("user_key", LONGEST_NAME);
        String eventType = fields.required("event_type", LONGEST_TYPE);
        Instant now = clock.instant();
        Instant occurredAt =
                fields.instant("occurred_at", now.minus(OLDEST), now.plus(FURTHEST_AHEAD));
        UsageEvent event =
                new UsageEvent(
                        client,
                        eventId,
                        userKey,
                        eventType,
                        occurredAt,
                        fields.optional("feature_key", LONGEST_NAME),
                        fields.optional("session_id", LONGEST_NAME),
                        fields.whole("duration_seconds", LONGEST_DURATION),
                        fields.decimal("quantity"));
        Optional<Bad> fault = fields.fault();
        return fault.isPresent() ? fault.get() : new Good(event);
    }
}
