package io.os199.cs.feedback.text;

import io.os199.cs.feedback.model.Routing.Leaning;
import io.os199.cs.feedback.sentiment.SentimentScorer.Gap;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.sentiment.SentimentScorer.Scoring;
import io.os199.cs.feedback.sentiment.SentimentScorer.Sentiment;
import io.os199.cs.feedback.sentiment.SentimentScorer.Unscored;

import org.jspecify.annotations.Nullable;

/**
 * A sentiment as it is kept with its text.
 *
 * @param label absent where nothing can be said, like score, confidence and hit count
 * @param method that looked at the text, also where it has no score; absent of a text that nobody looked at yet
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

    /** Absent where there is no score. */
    public @Nullable Leaning leaning() {
        return score == null || confidence == null
                ? null
                : new Leaning(score, confidence, label == Label.NEGATIVE);
    }
}
