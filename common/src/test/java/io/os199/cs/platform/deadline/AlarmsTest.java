package io.os199.cs.platform.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class AlarmsTest {
    private static final Duration SOON = Duration.ofMillis(150);

    private final Alarms alarms = new Alarms("alarms-test");

    @AfterEach
    void end() {
        alarms.close();
    }

    @Test
    void ringsOnceAndNotEarly() throws Exception {
        AtomicInteger rung = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        long begun = System.nanoTime();
        alarms.after(
                SOON,
                () -> {
                    rung.incrementAndGet();
                    first.countDown();
                });
        first.await();
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(SOON.toNanos());
        aLaterOneRings();
        assertThat(rung).hasValue(1);
    }

    @Test
    void oneThatIsClosedDoesNotRing() throws Exception {
        AtomicInteger rung = new AtomicInteger();
        alarms.after(SOON, rung::incrementAndGet).close();
        alarms.every(SOON, SOON, rung::incrementAndGet).close();
        aLaterOneRings();
        assertThat(rung).hasValue(0);
    }

    @Test
    void ringsAgainAndAgainUntilClosed() throws Exception {
        AtomicInteger rung = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        Alarms.Alarm alarm =
                alarms.every(
                        Duration.ZERO,
                        Alarms.TICK,
                        () -> {
                            rung.incrementAndGet();
                            third.countDown();
                        });
        third.await();
        alarm.close();
        // An alarm that had begun to ring may finish.
        aLaterOneRings();
        int then = rung.get();
        aLaterOneRings();
        assertThat(rung).hasValue(then);
    }

    @Test
    void whatWaitsHoldsUpNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        alarms.after(
                Duration.ZERO,
                () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        aLaterOneRings();
        assertThat(release.getCount()).isOne();
        release.countDown();
    }

    /** Waits until an alarm that is set now has rung, which is after all that were due before it. */
    private void aLaterOneRings() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        alarms.after(SOON.plus(Alarms.TICK), rung::countDown);
        rung.await();
    }
}
