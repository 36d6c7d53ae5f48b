package io.os199.cs.feedback.theme;

import io.os199.cs.feedback.sentiment.Lexicon;
import io.os199.cs.feedback.sentiment.Words;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The phrases of an English text by the rules {@code phrases-en-1}: every run of one to three words between
 * punctuation, stop words, numbers and opinion words, in the singular. A phrase that many texts share is a theme.
 */
public final class Phrases {
    /**
     * The version of the rules behind a stored phrase. A new one comes with a new version of the scorer, for which
     * stored texts are read again.
     */
    public static final String VERSION = "phrases-en-1";

    private static final int LONGEST = 3;
    private static final int FEWEST_LETTERS = 3;
    private static final Set<String> SHORT = Set.of("ui", "ux", "api", "sso", "csv", "pdf");
    private static final Pattern HYPHEN = Pattern.compile("(?<=\\p{L})-(?=\\p{L})");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}&&[^'’_]]+|\\R+");

    /** Matches words that end in s without being plurals, where the stemmer does not know them: NPS, AWS, analysis. */
    private static final Pattern NO_PLURAL = Pattern.compile(".{1,3}|.*is");

    private static final Pattern POSSESSIVE = Pattern.compile("'s?$");

    private final Lexicon opinions;
    private final CharArraySet stopWords;

    public Phrases(Lexicon opinions) {
        this.opinions = opinions;
        try (InputStream bytes =
                        Objects.requireNonNull(
                                SnowballFilter.class.getResourceAsStream("english_stop.txt"));
                Reader words = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
            this.stopWords = WordlistLoader.getSnowballWordSet(words);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Returns the distinct phrases of texts that belong together, in alphabetical order. */
    public Set<String> of(Collection<String> texts) {
        Set<String> found = new TreeSet<>();
        for (String text : texts) {
            String small = HYPHEN.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
            for (String part : PUNCTUATION.splitAsStream(small).toList()) {
                collect(Words.of(part), found);
            }
        }
        return found;
    }

    private void collect(List<String> words, Set<String> found) {
        List<String> run = new ArrayList<>();
        for (String written : words) {
            String word = POSSESSIVE.matcher(written).replaceAll("");
            if (isTopic(word)) {
                run.add(word);
            } else {
                add(run, found);
                run.clear();
            }
        }
        add(run, found);
    }

    private void add(List<String> run, Set<String> found) {
        if (run.isEmpty()) {
            return;
        }
        List<String> singular = singular(run);
        for (int from = 0; from < singular.size(); from++) {
            for (int to = from + 1; to <= Math.min(singular.size(), from + LONGEST); to++) {
                found.add(String.join(" ", singular.subList(from, to)));
            }
        }
    }

    private boolean isTopic(String word) {
        return (word.codePoints().filter(Character::isLetter).count() >= FEWEST_LETTERS
                        || SHORT.contains(word))
                && !stopWords.contains(word)
                && opinions.valence(word) == null
                && !Lexicon.isTurn(word);
    }

    private static List<String> singular(List<String> words) {
        List<String> found = new ArrayList<>();
        try (WhitespaceTokenizer tokenizer = new WhitespaceTokenizer();
                PatternKeywordMarkerFilter marked =
                        new PatternKeywordMarkerFilter(tokenizer, NO_PLURAL);
                EnglishMinimalStemFilter stems = new EnglishMinimalStemFilter(marked)) {
            tokenizer.setReader(new StringReader(String.join(" ", words)));
            CharTermAttribute term = stems.addAttribute(CharTermAttribute.class);
            stems.reset();
            while (stems.incrementToken()) {
                found.add(term.toString());
            }
            stems.end();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return found;
    }
}
