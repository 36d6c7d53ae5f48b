package io.os199.cs.feedback.sentiment;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Scores what customers write. Rows keep the method and version that scored them, so that another scorer may take its
 * place.
 */
public interface SentimentScorer {
    /**
     * Returns the sentiment of texts that belong together, such as a title and its content.
     *
     * @param language a BCP 47 tag; it is detected where absent
     */
    Scoring score(List<String> texts, @Nullable String language);

    /** Returns the name of the scoring method, as rows keep it. */
    String method();

    /**
     * Returns the version, which changes with every change of a rule, a word or a phrase, and causes stored texts to
     * be read again.
     */
    String methodVersion();

    /** The result of scoring. */
    sealed interface Scoring {}

    /**
     * A text that cannot be scored.
     *
     * @param language its language, where known
     */
    record Unscored(Gap gap, @Nullable String language) implements Scoring {}

    /**
     * The sentiment of a text.
     *
     * @param score −1…1
     * @param confidence 0…1: how many opinion words there are, and how far they agree; 0 without any
     * @param hitCount the number of opinion words
     */
    record Sentiment(
            Label label,
            double score,
            double confidence,
            String method,
            String methodVersion,
            String language,
            int hitCount)
            implements Scoring {}

    /** The sentiment of a text, in words. */
    enum Label {
        POSITIVE,
        NEUTRAL,
        NEGATIVE;

        private static final double LEANS = 0.05;

        static Label of(double score) {
            if (score >= LEANS) {
                return POSITIVE;
            }
            return score <= -LEANS ? NEGATIVE : NEUTRAL;
        }
    }

    /** The reason why a text has no score. */
    enum Gap {
        /** It is in a language for which there is no word list. */
        LANGUAGE_NOT_SUPPORTED,
        /** It is long enough to tell, but clearly in no single language. */
        LANGUAGE_UNCLEAR,
        /** It has no letters. */
        EMPTY_TEXT
    }
}
