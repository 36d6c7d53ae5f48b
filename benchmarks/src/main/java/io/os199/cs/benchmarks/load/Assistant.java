package io.os199.cs.benchmarks.load;

import io.os199.cs.benchmarks.load.ReadMix.Asked;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who asks: for the same number always the same questions in the same order. Fetches the next page half of
 * the times when there is one.
 */
final class Assistant {
    private static final Pattern NEXT = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");
    private static final double PAGES_TURNED = 0.5;

    private final ReadMix mix;
    private final int number;
    private final Random random;
    private @Nullable Asked asked;
    private @Nullable String cursor;

    Assistant(ReadMix mix, int number) {
        this.mix = mix;
        this.number = number;
        this.random = new Random(number);
    }

    int number() {
        return number;
    }

    Asked ask() {
        Asked before = asked;
        String end = cursor;
        cursor = null;
        Asked next =
                before != null && end != null && random.nextDouble() < PAGES_TURNED
                        ? before.after(end)
                        : mix.draw(number, random);
        asked = next;
        return next;
    }

    void hear(String answer) {
        if (asked != null && asked.tool().equals("list_clients")) {
            Matcher matcher = NEXT.matcher(answer);
            cursor = matcher.find() ? matcher.group(1) : null;
        }
    }

    /** Returns the time until the next call, exponentially distributed. */
    Duration think(int averageMillis) {
        return Duration.ofMillis(Math.round(-averageMillis * Math.log(1 - random.nextDouble())));
    }
}
