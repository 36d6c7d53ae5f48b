package io.os199.cs.platform.text;

/** The beginning of a text that is too long, cut between characters (code points), in which lengths are given. */
public final class Beginning {
    private Beginning() {}

    /** Returns the first {@code most} characters of a text; a shorter one as it is. */
    public static String of(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    /** Returns the same, with an ellipsis in place of what is left out. */
    public static String marked(String text, int most) {
        String beginning = of(text, most);
        return beginning.length() == text.length() ? text : beginning + "…";
    }
}
