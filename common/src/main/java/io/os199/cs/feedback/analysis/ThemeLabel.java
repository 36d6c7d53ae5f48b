package io.os199.cs.feedback.analysis;

/** Which way what is said of a theme leans; of all items the middle is neutral. */
public enum ThemeLabel {
    POSITIVE,
    MIXED,
    NEGATIVE;

    private static final double LEANS = 0.20;

    /** Of the mean score of its items. */
    public static ThemeLabel of(double mean) {
        if (mean >= LEANS) {
            return POSITIVE;
        }
        return mean <= -LEANS ? NEGATIVE : MIXED;
    }
}
