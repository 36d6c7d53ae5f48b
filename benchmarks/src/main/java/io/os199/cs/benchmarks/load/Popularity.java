package io.os199.cs.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws from a list by Zipf's law: the n-th item is drawn 1/n times as often as the first. */
final class Popularity<T> {
    private final List<T> all;
    private final double[] upTo;

    /** @param all the most popular first */
    Popularity(List<T> all) {
        this.all = List.copyOf(all);
        upTo = new double[all.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
    }

    T draw(RandomGenerator random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return all.get(Math.min(found < 0 ? -found - 1 : found, upTo.length - 1));
    }
}
