package io.os199.cs.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.testing.Await;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

class FlightsTest {
    private static final int FOLLOWERS = 6;

    private final Flights flights = new Flights();
    private final CountDownLatch leading = new CountDownLatch(1);
    private final CompletableFuture<Optional<String>> landing = new CompletableFuture<>();
    private final AtomicInteger computed = new AtomicInteger();
    private final List<String> kept = new ArrayList<>();

    @Test
    void oneComputesAndTheOthersWaitForIt() throws Exception {
        List<Flight> all = takeOff();
        landing.complete(Optional.of("whole"));
        for (Flight each : all) {
            assertThat(each.answer.get()).contains("whole");
        }
        assertThat(computed).hasValue(1);
        assertThat(kept).containsExactly("whole");
    }

    @Test
    void whatTheFirstCouldNotGiveTheOthersComputeForThemselves() throws Exception {
        List<Flight> all = takeOff();
        landing.completeExceptionally(new IllegalStateException("the first was cancelled"));
        assertThat(all.getFirst().answer)
                .failsWithin(java.time.Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("the first was cancelled");
        othersComputedForThemselves(all);
        assertThat(kept).isEmpty();
    }

    @Test
    void aPartIsNotHandedOn() throws Exception {
        List<Flight> all = takeOff();
        landing.complete(Optional.of("part"));
        assertThat(all.getFirst().answer.get()).contains("part");
        othersComputedForThemselves(all);
        assertThat(kept).isEmpty();
    }

    @Test
    void whoIsCancelledWaitsNoLonger() throws Exception {
        List<Flight> all = takeOff();
        all.get(1).cancellation.cancel();
        assertThat(all.get(1).answer.get()).contains("own");
        assertThat(all.getFirst().answer).isNotDone();
        landing.complete(Optional.of("whole"));
        assertThat(all.getLast().answer.get()).contains("whole");
        assertThat(computed).hasValue(2);
    }

    private void othersComputedForThemselves(List<Flight> all) throws Exception {
        for (Flight each : all.subList(1, all.size())) {
            assertThat(each.answer.get()).contains("own");
        }
        assertThat(computed).hasValue(all.size());
    }

    private record Flight(
            FutureTask<Optional<String>> answer, Cancellation cancellation, Thread thread) {}

    /** The first flight computes until it lands, and the others wait for it. */
    private List<Flight> takeOff() throws Exception {
        List<Flight> all = new ArrayList<>();
        all.add(
                start(
                        () -> {
                            leading.countDown();
                            return landing.join();
                        }));
        leading.await();
        for (int i = 0; i < FOLLOWERS; i++) {
            all.add(start(() -> Optional.of("own")));
        }
        for (Flight each : all.subList(1, all.size())) {
            Await.until(() -> each.thread.getState() == Thread.State.TIMED_WAITING);
        }
        return all;
    }

    private Flight start(Supplier<Optional<String>> compute) {
        Cancellation cancellation = new Cancellation();
        FutureTask<Optional<String>> answer =
                new FutureTask<>(
                        () ->
                                cancellation.scope(
                                        () ->
                                                flights.join(
                                                        "a",
                                                        String.class,
                                                        () -> {
                                                            computed.incrementAndGet();
                                                            return compute.get();
                                                        },
                                                        whole -> !whole.equals("part"),
                                                        kept::add)));
        return new Flight(answer, cancellation, Thread.ofPlatform().daemon().start(answer));
    }
}
