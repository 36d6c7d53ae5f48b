package io.os199.cs.api.tools.support;

/**
 * A part of a long text.
 *
 * @param end the position after its last character; characters are code points
 */
record TextPart(String text, int end, boolean isMore) {
    private static final int MOST_CHARACTERS = 15_000;

    static int length(String whole) {
        return whole.codePointCount(0, whole.length());
    }

    /**
     * Up to fifteen thousand characters from a given one on, fewer where they would exceed {@code mostBytes} of JSON;
     * empty past the end.
     *
     * @param mostBytes more than any one character takes
     */
    static TextPart of(String whole, int from, int mostBytes) {
        int length = length(whole);
        if (from >= length) {
            return new TextPart("", length, false);
        }
        int start = whole.offsetByCodePoints(0, from);
        int at = start;
        int characters = 0;
        int bytes = 0;
        while (at < whole.length() && characters < MOST_CHARACTERS) {
            int character = whole.codePointAt(at);
            bytes += bytes(character);
            if (bytes > mostBytes) {
                break;
            }
            at += Character.charCount(character);
            characters++;
        }
        return new TextPart(whole.substring(start, at), from + characters, at < whole.length());
    }

    private static int bytes(int character) {
        if (character < 0x80) {
            return character < ' ' || character == '"' || character == '\\' ? 2 : 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return Character.isBmpCodePoint(character) ? 3 : 4;
    }
}
