package io.os199.cs.feedback.sentiment;

import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits texts into sentences and words (Unicode Standard Annex 29, by Apache Lucene), in lower case throughout. */
public final class Words {
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?…。！？])\\s+|\\R+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Words() {}

    /** Returns the sentences of a text; each line break ends one too. */
    public static List<String> sentences(String text) {
        return SENTENCE.splitAsStream(text).filter(sentence -> !sentence.isBlank()).toList();
    }

    /** Returns the words of a text, with the apostrophe of "isn't" as an ASCII one. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        try (StandardTokenizer tokenizer = new StandardTokenizer()) {
            tokenizer.setReader(new StringReader(text.replace('’', '\'')));
            CharTermAttribute term = tokenizer.addAttribute(CharTermAttribute.class);
            tokenizer.reset();
            while (tokenizer.incrementToken()) {
                words.add(term.toString().toLowerCase(Locale.ROOT));
            }
            tokenizer.end();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return words;
    }

    /** Returns the parts between spaces, as they are. */
    static List<String> chunks(String sentence) {
        return SPACE.splitAsStream(sentence).filter(chunk -> !chunk.isEmpty()).toList();
    }
}
