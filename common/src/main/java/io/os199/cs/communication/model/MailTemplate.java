package io.os199.cs.communication.model;

import io.os199.cs.platform.text.HtmlText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with tokens: {@code {{name}}}, or {@code {{name|what stands there without a value}}}. It is read once, from left to right; a
 * value that looks like a token stays what it is.
 */
public final class MailTemplate {
    private static final Pattern TOKEN =
            Pattern.compile("\\{\\{([a-z][a-z0-9_]{0,39})(?:\\|([^{}]{0,80}))?}}");
    private static final String OPENING = "{{";
    private static final int LONGEST_SHOWN = 60;

    private final List<Piece> pieces;
    private final List<String> faults;

    private MailTemplate(List<Piece> pieces, List<String> faults) {
        this.pieces = pieces;
        this.faults = faults;
    }

    /**
     * A part of the text.
     *
     * @param token whose value stands here; absent for text that stands as it is
     * @param text that stands here, or without a value; absent where there has to be one
     */
    private record Piece(@Nullable MailToken token, @Nullable String text) {}

    /** A text that was read; what is wrong with it is in {@link #faults}. */
    public static MailTemplate of(String text) {
        List<Piece> pieces = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int read = 0;
        while (matcher.find()) {
            plain(text.substring(read, matcher.start()), pieces, faults);
            read = matcher.end();
            String word = matcher.group(1);
            String fallback = matcher.group(2);
            MailToken.named(word)
                    .ifPresentOrElse(
                            token -> pieces.add(new Piece(token, fallback)),
                            () -> faults.add(word));
        }
        plain(text.substring(read), pieces, faults);
        return new MailTemplate(List.copyOf(pieces), List.copyOf(faults));
    }

    private static void plain(String text, List<Piece> pieces, List<String> faults) {
        if (text.isEmpty()) {
            return;
        }
        pieces.add(new Piece(null, text));
        int opening = text.indexOf(OPENING);
        if (opening >= 0) {
            faults.add(
                    text.substring(
                            opening, text.offsetByCodePoints(opening, shown(text, opening))));
        }
    }

    private static int shown(String text, int from) {
        return Math.min(LONGEST_SHOWN, text.codePointCount(from, text.length()));
    }

    /** What stands in the text as a token and is none: words nobody knows, and braces that hold no word. */
    public List<String> faults() {
        return faults;
    }

    /** The tokens of the text. */
    public Set<MailToken> tokens() {
        Set<MailToken> tokens = EnumSet.noneOf(MailToken.class);
        for (Piece piece : pieces) {
            if (piece.token() != null) {
                tokens.add(piece.token());
            }
        }
        return tokens;
    }

    /** The tokens that have to have a value, and have none of these; what a message gets when it leaves is not missed before. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        Set<MailToken> missing = EnumSet.noneOf(MailToken.class);
        for (Piece piece : pieces) {
            MailToken token = piece.token();
            if (token != null
                    && token != MailToken.UNSUBSCRIBE_URL
                    && piece.text() == null
                    && !values.containsKey(token)) {
                missing.add(token);
            }
        }
        return missing;
    }

    /** The text with these values; what is {@link #missing} is left out. */
    public String text(Map<MailToken, String> values) {
        return with(values, UnaryOperator.identity());
    }

    /** The text, which is HTML, with these values, in which what means something in HTML is escaped. */
    public String html(Map<MailToken, String> values) {
        return with(values, HtmlText::escaped);
    }

    private String with(Map<MailToken, String> values, UnaryOperator<String> shown) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            MailToken token = piece.token();
            String value = token == null ? null : values.get(token);
            if (value != null) {
                text.append(shown.apply(value));
            } else if (piece.text() != null) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** The text on one line of at most 200 characters, as subjects are. */
    public String line(Map<MailToken, String> values) {
        String line =
                text(values)
                        .codePoints()
                        .map(each -> isBreak(each) ? ' ' : each)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return line.codePointCount(0, line.length()) <= LONGEST_LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE));
    }

    private static final int LONGEST_LINE = 200;

    private static boolean isBreak(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
