package io.os199.cs.feedback.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.feedback.sentiment.SentimentScorer.Gap;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.sentiment.SentimentScorer.Sentiment;
import io.os199.cs.feedback.sentiment.SentimentScorer.Unscored;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class LexiconScorerTest {
    private static final LexiconScorer SCORER =
            new LexiconScorer(Lexicon.english(), new LanguageGuess("en"));

    /**
     * The examples that VADER's authors publish with their scores, limited to those of one sentence without capitals
     * or idioms.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VADER is smart, handsome, and funny. | 0.8316",
                "VADER is smart, handsome, and funny! | 0.8439",
                "VADER is very smart, handsome, and funny. | 0.8545",
                "VADER is not smart, handsome, nor funny. | -0.7424",
                "The book was good. | 0.4404",
                "At least it isn't a horrible book. | 0.4310",
                "The book was kind of good. | 0.3832",
                "The plot was good, but the characters are uncompelling and the dialog is not"
                        + " great. | -0.7042",
                "Not bad at all | 0.4310"
            })
    void asItsAuthorsScoreIt(String text, double score) {
        assertThat(english(text).score()).isCloseTo(score, within(5e-5));
    }

    @Test
    void twoSentencesThatLeanBothWaysAreNeutral() {
        Sentiment found = english("The export is broken and slow. I love the new dashboards.");
        assertThat(found.score()).isCloseTo(-0.0219, within(5e-5));
        assertThat(found.label()).isEqualTo(Label.NEUTRAL);
        assertThat(found.hitCount()).isEqualTo(3);
        assertThat(found.confidence()).isCloseTo(0.0588, within(5e-5));
    }

    @Test
    void aNegatedPraiseIsNegative() {
        Sentiment found = english("The export is not good");
        assertThat(found.score()).isCloseTo(-0.3412, within(5e-5));
        assertThat(found.label()).isEqualTo(Label.NEGATIVE);
        assertThat(found.hitCount()).isEqualTo(1);
        assertThat(found.confidence()).isCloseTo(0.3333, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({
        "The report export is terrible, -0.4767",
        "Report exports are broken, -0.4767",
        "Report export is slow and we hate it, -0.7351",
        "Great dashboards, 0.6249",
        "I love the dashboards, 0.6369",
        "Dashboards are helpful, 0.4215"
    })
    void theSixItemsOfTheAnalysis(String text, double score) {
        assertThat(english(text).score()).isCloseTo(score, within(5e-5));
    }

    @Test
    void topicsOfCustomerSuccessAreNoOpinions() {
        assertThat(english("Please alert support about the security value we share").hitCount())
                .isZero();
        assertThat(english("The outages and bugs").hitCount()).isEqualTo(2);
        assertThat(english("We meet on Tuesday about the rollout plan").confidence()).isZero();
    }

    @Test
    void otherLanguagesAreNotGuessedAt() {
        assertThat(score("L'exportation est cassée et très lente", null))
                .isEqualTo(new Unscored(Gap.LANGUAGE_NOT_SUPPORTED, "fr"));
        assertThat(score("This is great", "fr-CA"))
                .isEqualTo(new Unscored(Gap.LANGUAGE_NOT_SUPPORTED, "fr"));
        assertThat(score("エクスポートが遅い", null)).isEqualTo(new Unscored(Gap.LANGUAGE_UNCLEAR, null));
        assertThat(score("Export CSV PDF API dashboard SSO", null))
                .isEqualTo(new Unscored(Gap.LANGUAGE_UNCLEAR, null));
        assertThat(score(" \n 42 !!", null)).isEqualTo(new Unscored(Gap.EMPTY_TEXT, null));
    }

    /** Six letters say nothing about the language: the default applies, and the score has half confidence at most. */
    @Test
    void aShortTextIsTakenForTheDefaultWithCaution() {
        Sentiment found = (Sentiment) score("great great great", null);
        assertThat(found.confidence()).isEqualTo(0.5);
        assertThat(((Sentiment) score("great great great", "en-GB")).confidence()).isEqualTo(1);
    }

    /** Any text has a score within the bounds, and the same one each time. */
    @Property(tries = 300)
    void anyTextIsScoredWithinItsBounds(@ForAll @StringLength(max = 200) String text) {
        if (SCORER.score(List.of(text, "the export is fine"), "en") instanceof Sentiment found) {
            assertThat(found.score()).isBetween(-1.0, 1.0);
            assertThat(found.confidence()).isBetween(0.0, 1.0);
            assertThat(SCORER.score(List.of(text, "the export is fine"), "en")).isEqualTo(found);
        }
    }

    private static Sentiment english(String text) {
        return (Sentiment) score(text, "en");
    }

    private static SentimentScorer.Scoring score(String text, @Nullable String language) {
        return SCORER.score(List.of(text), language);
    }
}
