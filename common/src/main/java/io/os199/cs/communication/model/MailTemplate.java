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
 * A text with tokens: {@code {{name}}}, or {@code {{name|fallback}}} with the text that stands there without a value.
 * It is parsed once, from left to right; a value that looks like a token stays as it is.
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
     * A piece of the text.
     *
     * @param token whose value stands here; absent for plain text
     * @param text the plain text, or the fallback without a value; absent when a value is required
     */
    private record Piece(@Nullable MailToken token, @Nullable String text) {}

    /** Parses a text; its faults are in {@link #faults}. */
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

    /** Returns what looks like a token but is none: unknown words, and braces without a word. */
    public List<String> faults() {
        return faults;
    }

    /** Returns the tokens of the text. */
    public Set<MailToken> tokens() {
        Set<MailToken> tokens = EnumSet.noneOf(MailToken.class);
        for (Piece piece : pieces) {
            if (piece.token() != null) {
                tokens.add(piece.token());
            }
        }
        return tokens;
    }

    /**
     * Returns the tokens that need a value but have none here; tokens that get their value only when the message
     * leaves are not reported.
     */
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

    /** Returns the text with these values; {@link #missing} tokens are left out. */
    public String text(Map<MailToken, String> values) {
        return with(values, UnaryOperator.identity());
    }

    /** Returns the text, which is HTML, with these values, escaped for HTML. */
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

    /** Returns the text on one line of at most 200 characters, for a subject. */
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
