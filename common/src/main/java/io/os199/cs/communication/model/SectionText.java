package io.os199.cs.communication.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain text of a section: words, tokens as in every mail, and links as {@code [label](https://…)}. What is no such link stays the text
 * that it is.
 */
public final class SectionText {
    private static final Pattern MARKED =
            Pattern.compile(
                    "\\{\\{[^{}]*}}|\\[(?<label>(?:[^\\[\\]{}\\n"
                            + "]|\\{\\{[^{}\\[\\]\\n"
                            + "]*}}){1,200})]\\((?<address>[^()\\s]{1,2000})\\)");
    private static final Pattern LIKE_A_LINK = Pattern.compile("\\[[^\\[\\]\\n]+]\\(([^)\\n]*)");

    private final List<Piece> pieces;

    private SectionText(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** A part of it. */
    public sealed interface Piece {}

    /** Words as they stand, and tokens. */
    public record Words(String text) implements Piece {}

    /** A link, whose label may hold tokens. */
    public record Link(String label, String address) implements Piece {}

    public static SectionText of(String content) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = MARKED.matcher(content);
        int read = 0;
        while (matcher.find()) {
            String address = matcher.group("address");
            if (address != null && WebLink.isSafe(address)) {
                words(content.substring(read, matcher.start()), pieces);
                pieces.add(new Link(matcher.group("label"), address));
                read = matcher.end();
            }
        }
        words(content.substring(read), pieces);
        return new SectionText(List.copyOf(pieces));
    }

    private static void words(String text, List<Piece> pieces) {
        if (!text.isEmpty()) {
            pieces.add(new Words(text));
        }
    }

    public List<Piece> pieces() {
        return pieces;
    }

    /** Where its links lead. */
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Link(String _, String address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** What stands where a link would lead, and is no https address. */
    public static List<String> badAddresses(String content) {
        List<String> bad = new ArrayList<>();
        Matcher matcher = LIKE_A_LINK.matcher(content);
        while (matcher.find()) {
            if (!WebLink.isSafe(matcher.group(1))) {
                bad.add(matcher.group(1));
            }
        }
        return bad;
    }
}
