package io.os199.cs.ingest.model;

/**
 * Texts from strangers, as they are shown to them again: only as far as PostgreSQL stores them, and limited in
 * length.
 */
public final class ShownText {
    private static final int LONGEST = 100;
    private static final int REPLACEMENT = '\ufffd';

    private ShownText() {}

    /** Whether PostgreSQL stores a code point in a text: neither the zero nor half of a surrogate pair. */
    public static boolean isStorable(int codePoint) {
        return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** Returns the first hundred characters of a text. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> isStorable(c) ? c : REPLACEMENT)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
