package io.os199.cs.feedback.text;

import io.os199.cs.feedback.model.FeedbackRouting.Leaning;
import io.os199.cs.feedback.sentiment.SentimentScorer.Gap;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.sentiment.SentimentScorer.Scoring;
import io.os199.cs.feedback.sentiment.SentimentScorer.Sentiment;
import io.os199.cs.feedback.sentiment.SentimentScorer.Unscored;

import org.jspecify.annotations.Nullable;

/**
 * A sentiment as it is kept with its text.
 *
 * @param label absent where the sentiment is unknown, like score, confidence and hit count
 * @param method the method that read the text, also where there is no score; absent for a text that has not been read
 *     yet
 * @param gap why there is no score
 */
public record Mood(
        @Nullable Label label,
        @Nullable Double score,
        @Nullable Double confidence,
        @Nullable String method,
        @Nullable String methodVersion,
        @Nullable String language,
        @Nullable Integer hitCount,
        @Nullable Gap gap) {

    static Mood of(Scoring scoring, String method, String methodVersion) {
        return switch (scoring) {
            case Sentiment found ->
                    new Mood(
                            found.label(),
                            found.score(),
                            found.confidence(),
                            found.method(),
                            found.methodVersion(),
                            found.language(),
                            found.hitCount(),
                            null);
            case Unscored none ->
                    new Mood(
                            null,
                            null,
                            null,
                            method,
                            methodVersion,
                            none.language(),
                            null,
                            none.gap());
        };
    }

    /** Returns the leaning; absent where there is no score. */
    public @Nullable Leaning leaning() {
        return score == null || confidence == null
                ? null
                : new Leaning(score, confidence, label == Label.NEGATIVE);
    }
}
