package io.os199.cs.jobs;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The threads of this process that wait for news of a job. They hold no connection. */
final class JobWaiters {
    private final Map<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    /** Wakes the threads that wait for {@code jobId}; an empty id, sent after a gap in the notifications, wakes all. */
    void changed(String jobId) {
        if (jobId.isEmpty()) {
            waiting.values().forEach(bells -> bells.forEach(Semaphore::release));
        } else {
            waiting.getOrDefault(jobId, Set.of()).forEach(Semaphore::release);
        }
    }

    /** Registers before the row is read, so that no change between the two is missed. */
    Bell enter(String jobId) {
        Semaphore semaphore = new Semaphore(0);
        waiting.compute(
                jobId,
                (id, bells) -> {
                    Set<Semaphore> all = bells == null ? ConcurrentHashMap.newKeySet() : bells;
                    all.add(semaphore);
                    return all;
                });
        return new Bell(jobId, semaphore);
    }

    final class Bell implements AutoCloseable {
        private final String jobId;
        private final Semaphore semaphore;

        private Bell(String jobId, Semaphore semaphore) {
            this.jobId = jobId;
            this.semaphore = semaphore;
        }

        /** Waits for the next change, at most {@code timeout}. */
        void await(Duration timeout) throws InterruptedException {
            boolean rang = semaphore.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (rang) {
                semaphore.drainPermits();
            }
        }

        @Override
        public void close() {
            waiting.computeIfPresent(
                    jobId,
                    (id, bells) -> {
                        bells.remove(semaphore);
                        return bells.isEmpty() ? null : bells;
                    });
        }
    }
}
