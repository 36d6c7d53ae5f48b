package io.os199.cs.feedback.analysis;

/** The leaning of what is said about a theme; the middle is mixed here, whereas for all items it is neutral. */
public enum ThemeLabel {
    POSITIVE,
    MIXED,
    NEGATIVE;

    private static final double LEANS = 0.20;

    /** Returns the label for the mean score of a theme's items. */
    public static ThemeLabel of(double mean) {
        if (mean >= LEANS) {
            return POSITIVE;
        }
        return mean <= -LEANS ? NEGATIVE : MIXED;
    }
}
