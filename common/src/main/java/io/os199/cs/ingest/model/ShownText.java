package io.os199.cs.ingest.model;

/** Texts of strangers, as they are shown to them again: as far as PostgreSQL stores them, and not without an end. */
public final class ShownText {
    private static final int LONGEST = 100;
    private static final int REPLACEMENT = '\ufffd';

    private ShownText() {}

    /** Whether PostgreSQL takes it into a text: neither the zero nor half a pair of surrogates. */
    public static boolean isStorable(int codePoint) {
        return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** Its first hundred characters. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> isStorable(c) ? c : REPLACEMENT)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
