package io.os199.cs.feedback.sentiment;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Scores what customers write. Rows keep the method and version that scored them, so another may take its place. */
public interface SentimentScorer {
    /**
     * The sentiment of texts that belong together, such as a title and its content.
     *
     * @param language a BCP 47 tag; without one it is detected
     */
    Scoring score(List<String> texts, @Nullable String language);

    /** By what it scores, as rows keep it. */
    String method();

    /** Changes with every change of a rule, a word or a phrase, and has what is stored read anew. */
    String methodVersion();

    /** What came of it. */
    sealed interface Scoring {}

    /**
     * Nothing can be said.
     *
     * @param language where it is known
     */
    record Unscored(Gap gap, @Nullable String language) implements Scoring {}

    /**
     * A text's sentiment.
     *
     * @param score −1…1
     * @param confidence 0…1: how many words with a leaning there are, and how far they agree; 0 without any
     * @param hitCount of words with a leaning
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

    /** Which way a text leans. */
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

    /** Why a text has no score. */
    enum Gap {
        /** It is in a language for which there are no words here. */
        LANGUAGE_NOT_SUPPORTED,
        /** It is long enough to tell and does not look like any one language. */
        LANGUAGE_UNCLEAR,
        /** It has no letters. */
        EMPTY_TEXT
    }
}
