package io.os199.cs.usage.model;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Finds the peaks among counts. */
public final class Peaks {
    private Peaks() {}

    /**
     * Returns the {@code wanted} indexes below {@code size} with the highest counts, of equal ones the lower first;
     * indexes with a count of zero are left out.
     */
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
