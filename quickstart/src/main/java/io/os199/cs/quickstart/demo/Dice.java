package io.os199.cs.quickstart.demo;

import io.os199.cs.platform.ids.TypeId;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * Repeatable randomness: each client and idea has its own stream, so that neither another number of clients nor a
 * change to another idea affects the values drawn here.
 */
final class Dice {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final SplittableGenerator random;

    private Dice(SplittableGenerator random) {
        this.random = random;
    }

    static Dice of(long seed, int client, String idea) {
        long mixed = mix(mix(seed + GOLDEN_RATIO * (client + 1L)) ^ mix(idea.hashCode()));
        return new Dice(new SplittableRandom(mixed));
    }

    /** Returns a separate stream for one member of a group. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double real(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** Draws a number; both ends are included. */
    int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    /**
     * Draws from a bell curve around 0 with deviation 1, cut off at 3.5: the sum of uniform draws, the same on every
     * machine.
     */
    double bell() {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += random.nextDouble();
        }
        return (sum - 2) * 1.7320508;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Draws an index in proportion to the weights. */
    int weighted(double... weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double left = random.nextDouble() * total;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** Draws one of the choices in proportion to their weights. */
    <T> T pick(List<T> choices, double... weights) {
        return choices.get(weighted(weights));
    }

    /** Draws a moment of the working day (08:00 to 17:59:59 UTC). */
    Instant during(LocalDate day) {
        return History.start(day).plusSeconds(8 * 3600L + random.nextInt(10 * 3600));
    }

    /** Returns a TypeID with a UUIDv7 of that instant. */
    String id(String prefix, Instant at) {
        long millis = at.toEpochMilli() + random.nextInt(1000);
        long high = (millis << 16) | 0x7000L | random.nextInt(0x1000);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return TypeId.of(prefix, new UUID(high, low));
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
