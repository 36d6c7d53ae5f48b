package io.os199.cs.platform.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Locale;

/**
 * Text that a customer wrote, made safe to show to a model: without control, zero-width and bidi characters, and cut
 * at a stated length. Its field in an answer ends in {@code _text}, and the object says {@code "untrusted": true}.
 */
public record UntrustedText(String text, boolean truncated) {
    private static final int LONGEST_NAME = 200;

    /**
     * Cleans {@code raw} and cuts it after {@code most} characters (code points), or before the mail address or
     * telephone number that this would divide.
     */
    public static UntrustedText of(String raw, int most) {
        String clean = clean(raw);
        if (clean.codePointCount(0, clean.length()) <= most) {
            return new UntrustedText(clean, false);
        }
        int end = PersonalData.cutBeforeContact(clean, clean.offsetByCodePoints(0, most));
        return new UntrustedText(clean.substring(0, end), true);
    }

    /** Cleans a name, which stays a plain string: on one line, at most 200 characters. */
    public static String name(String raw) {
        return of(raw.replaceAll("\\s+", " ").strip(), LONGEST_NAME).text();
    }

    /** Whether anything of {@code raw} is visible: a character that is kept and is not blank. */
    public static boolean isVisible(String raw) {
        return raw.codePoints().anyMatch(c -> isShown(c) && !isBlank(c));
    }

    /** A tag as it is shown: {@code [a-z0-9_-]} only. */
    public static String tag(String raw) {
        return raw.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    }

    /** Returns this text as shown to somebody without {@code pii:read}. */
    public UntrustedText blanked() {
        return new UntrustedText(PersonalData.blankContacts(text), truncated);
    }

    /** The marked object that holds this text as {@code field}, whose name ends in {@code _text}. */
    public ObjectNode marked(String field) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("untrusted", true);
        object.put(field, text);
        if (truncated) {
            object.put("truncated", true);
        }
        return object;
    }

    private static String clean(String raw) {
        StringBuilder clean = new StringBuilder(raw.length());
        raw.codePoints().filter(UntrustedText::isShown).forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /**
     * Line breaks and tabs stay. Format characters are dropped: they include the zero-width, the bidi and the
     * invisible tag characters.
     */
    private static boolean isShown(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        if (isInvisibleLetter(c)) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x2800; // Braille without a dot
    }

    /** Characters that Unicode counts as letters or marks and that nobody sees. */
    private static boolean isInvisibleLetter(int c) {
        return c == 0x034F // combining grapheme joiner
                || c == 0x115F // Hangul fillers
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || (c >= 0xE0100 && c <= 0xE01EF); // variation selectors supplement
    }
}
