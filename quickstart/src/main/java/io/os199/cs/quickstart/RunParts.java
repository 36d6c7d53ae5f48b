package io.os199.cs.quickstart;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Starts and stops processes, so that none is started once stopping has begun. Only the pid files show which
 * processes run, so what an earlier run left behind is stopped just like our own.
 */
final class RunParts {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    /** Starts one or more processes. */
    interface Start<T> {
        T run() throws IOException, CannotStartException;
    }

    boolean isStopping() {
        return stopping;
    }

    void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized <T> T start(Start<T> start) throws IOException, CannotStartException {
        if (stopping) {
            throw new CannotStartException("stopped");
        }
        return start.run();
    }

    /**
     * From now on, stops all processes when the JVM ends.
     *
     * @param lock released last; referenced until then, because a lock that nothing refers to is garbage-collected
     *     and lost
     */
    void stopWithThisProcess(Folder folder, RunLock lock, Consumer<String> told) {
        stopWithThisProcess(folder, lock, told, () -> {});
    }

    /**
     * Does the same as the above.
     *
     * @param then runs when all have ended
     */
    void stopWithThisProcess(Folder folder, RunLock lock, Consumer<String> told, Runnable then) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopping = true;
                                    stopAll(folder, told);
                                    lock.close();
                                    then.run();
                                    stopped.countDown();
                                },
                                "stop"));
    }

    /** Stops, in order, what runs in this folder; {@code told} receives the name of each part being stopped. */
    synchronized void stopAll(Folder folder, Consumer<String> told) {
        running(folder)
                .forEach(
                        (part, process) -> {
                            told.accept(part.label());
                            stop(folder, part, process);
                        });
    }

    static Map<RunPart, ProcessHandle> running(Folder folder) {
        Map<RunPart, ProcessHandle> running = new EnumMap<>(RunPart.class);
        for (RunPart part : RunPart.values()) {
            find(folder, part).ifPresent(process -> running.put(part, process));
        }
        return running;
    }

    /** Finds the process of the pid file, if it is alive and not another one that got the number later. */
    private static Optional<ProcessHandle> find(Folder folder, RunPart part) {
        try {
            String content = folder.read(part.pidFile());
            String first = content == null ? "" : content.lines().findFirst().orElse("");
            if (!first.matches("\\d{1,18}")) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(first)).filter(each -> isOurs(folder, each));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the process is alive and its program or its arguments lie in the folder. */
    private static boolean isOurs(Folder folder, ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String line =
                info.command().orElse("")
                        + " "
                        + String.join(" ", info.arguments().orElse(new String[0]));
        return process.isAlive() && line.contains(folder.path("").toString());
    }

    /** Reports when a process ends by itself; the others go on. */
    void watch(Folder folder, Consumer<String> told) {
        running(folder)
                .forEach(
                        (part, process) ->
                                Thread.ofVirtual()
                                        .start(() -> tellEnd(folder, part, process, told)));
    }

    private void tellEnd(
            Folder folder, RunPart part, ProcessHandle process, Consumer<String> told) {
        process.onExit().join();
        if (!stopping) {
            told.accept(
                    "%s has ended and the rest goes on: its log is %s"
                            .formatted(part.label(), folder.log(part.log())));
        }
    }

    private static void stop(Folder folder, RunPart part, ProcessHandle process) {
        signal(process, part.stopSignal());
        if (!endsWithin(part.patience(), folder, process)) {
            process.destroyForcibly();
            endsWithin(part.patience(), folder, process);
        }
    }

    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Polls, because the JDK is notified at once only of its own children. A dead process that nobody has reaped
     * counts as ended, because it has no program any longer.
     */
    private static boolean endsWithin(Duration patience, Folder folder, ProcessHandle process) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isOurs(folder, process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }
}
