package io.os199.cs.integration.webhook;

/**
 * JSON as PostgreSQL stores it: of the escapes it accepts neither the character 0 nor half of a surrogate pair, and a
 * customer may have written them.
 */
final class StorableJson {
    private static final String REPLACEMENT = "\\ufffd";
    private static final int ESCAPE = 6;

    private StorableJson() {}

    /** Returns the same text, which has to be JSON, with U+FFFD in place of what cannot be stored. */
    static String of(String json) {
        StringBuilder kept = new StringBuilder(json.length());
        int at = 0;
        while (at < json.length()) {
            int length = 1;
            boolean keeps = true;
            if (json.charAt(at) == '\\') {
                length = json.charAt(at + 1) == 'u' ? ESCAPE : 2;
                if (length == ESCAPE) {
                    char escaped = escaped(json, at);
                    boolean isPair =
                            Character.isHighSurrogate(escaped) && isLowAt(json, at + ESCAPE);
                    keeps = isPair || (escaped != 0 && !Character.isSurrogate(escaped));
                    length = isPair ? 2 * ESCAPE : ESCAPE;
                }
            }
            if (keeps) {
                kept.append(json, at, at + length);
            } else {
                kept.append(REPLACEMENT);
            }
            at += length;
        }
        return kept.toString();
    }

    private static boolean isLowAt(String json, int at) {
        return json.startsWith("\\u", at) && Character.isLowSurrogate(escaped(json, at));
    }

    private static char escaped(String json, int at) {
        return (char) Integer.parseInt(json, at + 2, at + ESCAPE, 16);
    }
}
