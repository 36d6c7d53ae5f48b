package io.os199.cs.support.performance;

import io.os199.cs.platform.statistics.Sample;

/** A count out of a total. */
record Share(long count, long n) {
    static final Share NONE = new Share(0, 0);

    /** The smallest total at which a share is compared with a bound or with another share. */
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

    /** Returns the share as answers show it, with Wilson's interval; without a value below 5. */
    Sample shown() {
        return Sample.rate(count, n);
    }
}
