package io.os199.cs.usage.model;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Where most happens. */
public final class Peaks {
    private Peaks() {}

    /** The {@code wanted} of the indexes below {@code size} with the most, the lower first of equal ones; none with nothing. */
    public static List<Integer> most(int size, int wanted, IntToLongFunction count) {
        return IntStream.range(0, size)
                .boxed()
                .filter(index -> count.applyAsLong(index) > 0)
                .sorted(
                        Comparator.comparing(
                                (Integer index) -> count.applyAsLong(index),
                                Comparator.reverseOrder()))
                .limit(wanted)
                .toList();
    }
}
