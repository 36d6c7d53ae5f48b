package io.os199.cs.platform.http;

import java.time.Duration;

/** How one waits before trying again. */
@FunctionalInterface
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;

    /** By the time that really passes. */
    static Pause real() {
        return Thread::sleep;
    }
}
