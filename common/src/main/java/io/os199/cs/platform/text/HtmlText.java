package io.os199.cs.platform.text;

/** Text as it stands in HTML. */
public final class HtmlText {
    private HtmlText() {}

    /** As {@link #escaped}, with its lines as lines. */
    public static String lines(String text) {
        return escaped(text).replaceAll("\\R", "<br>");
    }

    /** With {@code & < > " '} as references, so that it is text within an element and within a quoted attribute. */
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
