package io.os199.cs.support.portal;

import java.util.stream.IntStream;

/** The contrast of a colour with white: WCAG 2.2, relative luminance and contrast ratio. */
final class Contrast {
    /** The least contrast for text of normal size (success criterion 1.4.3, level AA). */
    static final double LEAST = 4.5;

    private static final double[] WEIGHTS = {0.2126, 0.7152, 0.0722};

    private Contrast() {}

    /**
     * Returns the contrast with white, from 1 for white to 21 for black.
     *
     * @param colour as {@code #RRGGBB}
     */
    static double withWhite(String colour) {
        double luminance =
                IntStream.range(0, WEIGHTS.length)
                        .mapToDouble(i -> WEIGHTS[i] * linear(channel(colour, i)))
                        .sum();
        return 1.05 / (luminance + 0.05);
    }

    private static double channel(String colour, int place) {
        return Integer.parseInt(colour.substring(1 + 2 * place, 3 + 2 * place), 16) / 255.0;
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
