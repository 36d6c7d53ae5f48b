package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The response times promised for an escalation, in hours that run around the clock on all days. */
public record ResponseTimes(
        Severity severity, int acknowledgeHours, int resolveHours, int updateHours) {

    /** Returns the response times for a severity. */
    public static ResponseTimes of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> new ResponseTimes(severity, 1, 4, 2);
            case HIGH -> new ResponseTimes(severity, 4, 24, 8);
            case MEDIUM -> new ResponseTimes(severity, 24, 72, 24);
            case LOW -> new ResponseTimes(severity, 48, 120, 72);
        };
    }

    /** Returns the response times for all severities, worst first. */
    public static List<ResponseTimes> all() {
        return Arrays.stream(Severity.values()).map(ResponseTimes::of).toList();
    }

    /** Returns the time within which it must be acknowledged. */
    public Duration acknowledge() {
        return Duration.ofHours(acknowledgeHours);
    }

    /** Returns the time within which it must be solved. */
    public Duration resolve() {
        return Duration.ofHours(resolveHours);
    }

    /** Returns the time between two updates. */
    public Duration update() {
        return Duration.ofHours(updateHours);
    }
}
