package io.os199.cs.platform.http;

import java.time.Duration;

/** How to wait before trying again. */
@FunctionalInterface
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;

    /** Waits in real time. */
    static Pause real() {
        return Thread::sleep;
    }
}
