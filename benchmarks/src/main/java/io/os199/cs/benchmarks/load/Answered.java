package io.os199.cs.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The result of one request.
 *
 * @param asked a tool's name, or a method of the protocol
 * @param at when the answer arrived
 * @param outcome {@value #OK}, the code of a refusal, an HTTP status that is not 200, or {@value #NONE}
 */
public record Answered(String asked, Instant at, Duration took, String outcome) {
    public static final String OK = "ok";

    /** The server closed the connection, or said nothing for a minute. */
    public static final String NONE = "no answer";

    /** A call that waited for the database when many others did. */
    public static final String SHED = "rate_limited";

    /** A request beyond the number allowed at once, or whose key could not be looked up in time. */
    public static final String REFUSED = "HTTP 503";

    public boolean isOk() {
        return outcome.equals(OK);
    }

    String line() {
        return String.join(
                "\t",
                asked,
                Long.toString(at.toEpochMilli()),
                Long.toString(took.toMillis()),
                outcome);
    }

    static Answered ofLine(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        return new Answered(
                fields.get(0),
                Instant.ofEpochMilli(Long.parseLong(fields.get(1))),
                Duration.ofMillis(Long.parseLong(fields.get(2))),
                fields.get(3));
    }
}
