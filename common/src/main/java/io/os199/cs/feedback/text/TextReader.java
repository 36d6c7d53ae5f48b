package io.os199.cs.feedback.text;

import io.os199.cs.feedback.sentiment.LanguageGuess;
import io.os199.cs.feedback.sentiment.Lexicon;
import io.os199.cs.feedback.sentiment.LexiconScorer;
import io.os199.cs.feedback.sentiment.SentimentScorer;
import io.os199.cs.feedback.sentiment.SentimentScorer.Scoring;
import io.os199.cs.feedback.sentiment.SentimentScorer.Sentiment;
import io.os199.cs.feedback.theme.Phrases;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads a customer's text for what is stored with it: its sentiment, and its phrases where it is in a language whose
 * words are known.
 */
public final class TextReader {
    private final SentimentScorer scorer;
    private final Phrases phrases;

    public TextReader(SentimentScorer scorer, Phrases phrases) {
        this.scorer = scorer;
        this.phrases = phrases;
    }

    /**
     * Returns a reader with the word list that comes with the product.
     *
     * @param defaultLanguage the language assumed for texts too short to tell
     */
    public static TextReader of(String defaultLanguage) {
        Lexicon lexicon = Lexicon.english();
        return new TextReader(
                new LexiconScorer(lexicon, new LanguageGuess(defaultLanguage)),
                new Phrases(lexicon));
    }

    /** The stored result of reading a text. */
    public record Reading(Mood mood, Collection<String> phrases) {
        public Reading {
            phrases = List.copyOf(phrases);
        }
    }

    /**
     * Reads texts that belong together.
     *
     * @param language a BCP 47 tag; it is detected where absent
     */
    public Reading read(
            @Nullable String title, @Nullable String content, @Nullable String language) {
        List<String> texts = Stream.of(title, content).filter(Objects::nonNull).toList();
        Scoring scoring = scorer.score(texts, language);
        return new Reading(
                Mood.of(scoring, scorer.method(), scorer.methodVersion()),
                scoring instanceof Sentiment ? phrases.of(texts) : List.of());
    }

    /** Returns the mark of the rows that this reader has read: {@code method || ' ' || version}. */
    public String readBy() {
        return scorer.method() + ' ' + scorer.methodVersion();
    }
}
