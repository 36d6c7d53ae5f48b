package io.os199.cs.integration.webhook;

import java.time.Duration;
import java.time.Instant;

/** How far from now the time of a delivery may be. */
record Ages(Duration oldest, Duration ahead) {
    boolean allow(Instant at, Instant now) {
        return !at.isBefore(now.minus(oldest)) && !at.isAfter(now.plus(ahead));
    }
}
