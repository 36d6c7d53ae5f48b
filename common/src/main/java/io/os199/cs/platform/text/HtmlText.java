package io.os199.cs.platform.text;

/** Escapes text for HTML. */
public final class HtmlText {
    private HtmlText() {}

    /** Like {@link #escaped}, keeping its line breaks. */
    public static String lines(String text) {
        return escaped(text).replaceAll("\\R", "<br>");
    }

    /**
     * Returns the text with {@code & < > " '} as character references, so that it is safe within an element and
     * within a quoted attribute.
     */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(each);
            }
        }
        return escaped.toString();
    }
}
