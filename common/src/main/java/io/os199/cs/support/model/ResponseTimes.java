package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What is promised for an escalation, in hours of the clock on all days. */
public record ResponseTimes(
        Severity severity, int acknowledgeHours, int resolveHours, int updateHours) {

    /** The promise for a severity. */
    public static ResponseTimes of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> new ResponseTimes(severity, 1, 4, 2);
            case HIGH -> new ResponseTimes(severity, 4, 24, 8);
            case MEDIUM -> new ResponseTimes(severity, 24, 72, 24);
            case LOW -> new ResponseTimes(severity, 48, 120, 72);
        };
    }

    /** The promises for all severities, worst first. */
    public static List<ResponseTimes> all() {
        return Arrays.stream(Severity.values()).map(ResponseTimes::of).toList();
    }

    /** Until somebody has to have taken it on. */
    public Duration acknowledge() {
        return Duration.ofHours(acknowledgeHours);
    }

    /** Until it has to be solved. */
    public Duration resolve() {
        return Duration.ofHours(resolveHours);
    }

    /** From one update to the next. */
    public Duration update() {
        return Duration.ofHours(updateHours);
    }
}
