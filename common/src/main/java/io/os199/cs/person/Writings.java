package io.os199.cs.person;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.UntrustedText;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person's writings, which are found again where an answer, a report or a mail repeats them: whole, truncated,
 * without names and addresses, or within other words. The search covers fields with customers' words, which end in
 * {@code _text}, and a text that repeats them is replaced as a whole.
 */
final class Writings {
    /**
     * Minimum length in letters, digits and single blanks: shorter texts could be anybody's, unless they are a whole
     * text of two or more words.
     */
    private static final int FEWEST = 12;

    /**
     * Minimum length of a part without placeholders that counts as the person's; other people write shorter sentences
     * too.
     */
    private static final int FEWEST_OF_A_PART = 24;

    /** Number of consecutive characters that, even within other words, count as the person's. */
    private static final int RUN = 40;

    private static final String FIELD_END = "_text";
    private static final String PHRASE_FIELD = "phrase_text";

    /** The placeholder for a person or a client in quoted words. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("\\[(?:name|client|address|telephone)]");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Set<String> wholes;
    private final String written;
    private final Set<String> starts = new HashSet<>();
    private final Set<String> phrases;

    /**
     * @param texts as stored
     * @param phrases those in the texts that nobody else uses
     */
    Writings(Collection<String> texts, Collection<String> phrases) {
        this.phrases = Set.copyOf(phrases);
        this.wholes =
                texts.stream()
                        .map(text -> plain(UntrustedText.of(text, text.length()).text()))
                        .filter(text -> text.length() >= FEWEST || text.contains(" "))
                        .collect(Collectors.toSet());
        this.written = String.join("\n", wholes);
        for (int i = 0; i + FEWEST <= written.length(); i++) {
            starts.add(written.substring(i, i + FEWEST));
        }
    }

    /** Whether there is nothing to look for. */
    boolean areNone() {
        return wholes.isEmpty() && phrases.isEmpty();
    }

    /**
     * Returns a column's value without these writings.
     *
     * @param json a JSON text
     */
    String eraseInJson(String column, String json) {
        StringBuilder erased = new StringBuilder();
        Matcher strings = Mentions.STRING.matcher(json);
        String field = column;
        int from = 0;
        while (strings.find()) {
            if (json.startsWith(":", strings.end())) {
                field = json.substring(strings.start() + 1, strings.end() - 1);
            } else if (field.endsWith(FIELD_END)
                    && areIn(field, Json.read(strings.group(), String.class))) {
                erased.append(json, from, strings.start()).append(Json.write(Erasure.WORDS));
                from = strings.end();
            }
        }
        return erased.append(json, from, json.length()).toString();
    }

    private boolean areIn(String field, String text) {
        if (field.equals(PHRASE_FIELD)) {
            return phrases.contains(text);
        }
        String plain = plain(text);
        return wholes.contains(plain)
                || isOfThem(text)
                || text.lines().anyMatch(line -> wholes.contains(plain(line)) || isOfThem(line))
                || holds(plain);
    }

    /** Whether the text consists of nothing but these writings. */
    private boolean isOfThem(String text) {
        List<String> parts =
                LEFT_OUT.splitAsStream(text)
                        .map(Writings::plain)
                        .filter(part -> !part.isEmpty())
                        .toList();
        int fewest = LEFT_OUT.matcher(text).find() ? FEWEST : FEWEST_OF_A_PART;
        return parts.stream().mapToInt(String::length).sum() >= fewest
                && parts.stream().allMatch(part -> isWritten(part, 0, part.length()));
    }

    private boolean holds(String plain) {
        for (int i = 0; i + RUN <= plain.length(); i++) {
            if (isWritten(plain, i, i + RUN)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWritten(String plain, int from, int to) {
        return (to - from < FEWEST || starts.contains(plain.substring(from, from + FEWEST)))
                && written.contains(plain.substring(from, to));
    }

    private static String plain(String text) {
        return BETWEEN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
