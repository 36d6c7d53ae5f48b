package io.os199.cs.communication.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain text of a section: words, tokens as in any mail, and links as {@code [label](https://…)}. Anything that
 * is not such a link stays plain text.
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

    /** A piece of the text. */
    public sealed interface Piece {}

    /** Words as they stand, with tokens. */
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

    /** Returns the addresses that its links lead to. */
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Link(String _, String address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** Returns the link targets that are not https addresses. */
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
