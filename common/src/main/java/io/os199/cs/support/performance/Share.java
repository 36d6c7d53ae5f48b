package io.os199.cs.support.performance;

import io.os199.cs.platform.statistics.Sample;

/** So many out of so many. */
record Share(long count, long n) {
    static final Share NONE = new Share(0, 0);

    /** From so many on a share is held against a bound or another. */
    static final int MANY = 20;

    Share plus(Share other) {
        return new Share(count + other.count, n + other.n);
    }

    double value() {
        return (double) count / n;
    }

    boolean isOfMany() {
        return n >= MANY;
    }

    /** As answers show it, with Wilson's interval; without a value below 5. */
    Sample shown() {
        return Sample.rate(count, n);
    }
}
