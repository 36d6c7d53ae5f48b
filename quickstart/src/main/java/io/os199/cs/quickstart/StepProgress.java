package io.os199.cs.quickstart;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints one line per step: on a terminal it is rewritten during the step, elsewhere it is written when the step
 * begins and ends.
 */
final class StepProgress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;
    private final long launched = System.nanoTime();
    private String step = "";
    private long began;
    private long lastLine;

    StepProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void begin(String step) {
        this.step = step;
        this.began = System.nanoTime();
        this.lastLine = began;
        if (terminal) {
            line("...", false);
        }
    }

    synchronized void now(String detail) {
        if (terminal) {
            line(detail, false);
        } else if (since(lastLine).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = System.nanoTime();
            line(detail + " ...", true);
        }
    }

    synchronized void end(String detail) {
        line("%s (%s)".formatted(detail, seconds(since(began))), true);
        step = "";
    }

    /** Ends a line that is still open. */
    synchronized void interrupted() {
        if (terminal && !step.isEmpty()) {
            out.println();
        }
        step = "";
    }

    synchronized void say(String sentence) {
        interrupted();
        out.println(sentence);
        out.flush();
    }

    /** Returns the time since this object was created. */
    String total() {
        return seconds(since(launched));
    }

    private void line(String text, boolean whole) {
        String line = "  %-14s %s".formatted(step, text);
        out.print((terminal ? "\r\033[K" : "") + line + (whole ? System.lineSeparator() : ""));
        out.flush();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
