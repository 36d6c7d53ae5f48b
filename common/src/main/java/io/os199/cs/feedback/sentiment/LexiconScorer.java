package io.os199.cs.feedback.sentiment;

import io.os199.cs.feedback.sentiment.LanguageGuess.Guess;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Scores English by the weights of its words (VADER: Hutto and Gilbert, 2014): the words before a word reverse,
 * strengthen or weaken it, what follows "but" counts more than what comes before, and exclamation marks strengthen a
 * sentence. The score of a text is the mean of its sentences that are not neutral. Differs from VADER's own program
 * in that each sentence is scored on its own, capital letters add no emphasis, and idioms are not recognized.
 */
public final class LexiconScorer implements SentimentScorer {
    private static final String METHOD = "lexicon-rules-en";
    private static final String VERSION = "1";
    private static final String ENGLISH = "en";

    private static final int REACH = 3;
    private static final double NEGATED = -0.74;
    private static final double BOOST = 0.293;
    private static final double[] DECAY = {1, 0.95, 0.9};
    private static final double BEFORE_BUT = 0.5;
    private static final double AFTER_BUT = 1.5;
    private static final double EXCLAMATION = 0.292;
    private static final int MOST_EXCLAMATIONS = 4;

    /** The constant added to squares to normalize them, so that scores stay within −1…1. */
    private static final double NORMAL = 15;

    private static final double ENOUGH_HITS = 3;
    private static final double UNSURE = 0.50;

    private final Lexicon lexicon;
    private final LanguageGuess languages;

    public LexiconScorer(Lexicon lexicon, LanguageGuess languages) {
        this.lexicon = lexicon;
        this.languages = languages;
    }

    /** The sums of a sentence's word weights, positive and negative separately, and the number of these words. */
    private record Sum(double positive, double negative, int hits) {
        double score(long exclamations) {
            double sum = positive - negative;
            double loud = EXCLAMATION * Math.min(MOST_EXCLAMATIONS, exclamations);
            double all = sum + Math.signum(sum) * loud;
            return all / Math.sqrt(all * all + NORMAL);
        }
    }

    @Override
    public Scoring score(List<String> texts, @Nullable String language) {
        String all = String.join("\n", texts);
        if (LanguageGuess.letters(all) == 0) {
            return new Unscored(Gap.EMPTY_TEXT, null);
        }
        Guess guess = language == null ? languages.of(all) : new Guess(primary(language), false);
        String found = guess.language();
        if (found == null) {
            return new Unscored(Gap.LANGUAGE_UNCLEAR, null);
        }
        if (!found.equals(ENGLISH)) {
            return new Unscored(Gap.LANGUAGE_NOT_SUPPORTED, found);
        }
        Sentiment sentiment = english(texts);
        return guess.assumed() ? cautious(sentiment) : sentiment;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String methodVersion() {
        return VERSION;
    }

    private Sentiment english(List<String> texts) {
        List<Double> scores = new ArrayList<>();
        double positive = 0;
        double negative = 0;
        int hits = 0;
        for (String text : texts) {
            for (String sentence : Words.sentences(text)) {
                Sum sum = sum(words(sentence));
                if (sum.hits > 0) {
                    scores.add(sum.score(sentence.chars().filter(c -> c == '!').count()));
                    positive += sum.positive;
                    negative += sum.negative;
                    hits += sum.hits;
                }
            }
        }
        double score = scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double leaning = positive + negative;
        double confidence =
                leaning == 0
                        ? 0
                        : Math.min(1, hits / ENOUGH_HITS) * Math.abs(positive - negative) / leaning;
        return new Sentiment(Label.of(score), score, confidence, METHOD, VERSION, ENGLISH, hits);
    }

    private Sum sum(List<String> words) {
        int but = words.indexOf("but");
        double positive = 0;
        double negative = 0;
        int hits = 0;
        for (int place = 0; place < words.size(); place++) {
            Double valence = lexicon.valence(words.get(place));
            if (valence == null || isTurn(words, place)) {
                continue;
            }
            double adjusted = adjusted(words, place, valence);
            if (but >= 0) {
                adjusted *= place < but ? BEFORE_BUT : AFTER_BUT;
            }
            hits++;
            positive += Math.max(0, adjusted);
            negative += Math.max(0, -adjusted);
        }
        return new Sum(positive, negative, hits);
    }

    /** Adjusts a word's weight by the words before it, the nearest first; a second negator changes nothing. */
    private double adjusted(List<String> words, int place, double valence) {
        double adjusted = valence;
        boolean isNegated = false;
        for (int back = 1; back <= REACH && place - back >= 0; back++) {
            String word = words.get(place - back);
            boolean isNegator = Lexicon.isNegator(word);
            if (lexicon.valence(word) != null && !isNegator) {
                continue;
            }
            int boost = Lexicon.boost(word);
            if (boost == 0 && place - back >= 1) {
                boost = Lexicon.boost(words.get(place - back - 1) + ' ' + word);
            }
            adjusted += Math.signum(adjusted) * boost * BOOST * DECAY[back - 1];
            if (isNegator && !isNegated) {
                adjusted *= NEGATED;
                isNegated = true;
            }
        }
        return adjusted;
    }

    /**
     * Whether a word reverses, strengthens or weakens what follows, and so is no opinion of its own; "kind of" is two
     * words.
     */
    private boolean isTurn(List<String> words, int place) {
        String word = words.get(place);
        return isNegator(words, place)
                || Lexicon.boost(word) != 0
                || (place + 1 < words.size()
                        && Lexicon.boost(word + ' ' + words.get(place + 1)) != 0);
    }

    /** Whether a word is a negator. "No" is an opinion by itself, and a negator only where an opinion word follows. */
    private boolean isNegator(List<String> words, int place) {
        if (!words.get(place).equals("no")) {
            return Lexicon.isNegator(words.get(place));
        }
        for (int next = place + 1; next <= place + REACH && next < words.size(); next++) {
            if (lexicon.valence(words.get(next)) != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns the words and the emoticons, which are in the list too. */
    private List<String> words(String sentence) {
        List<String> words = new ArrayList<>();
        for (String chunk : Words.chunks(sentence)) {
            boolean isFace =
                    lexicon.valence(chunk) != null
                            && chunk.chars().noneMatch(Character::isDigit)
                            && !chunk.chars().allMatch(Character::isLetter);
            if (isFace) {
                words.add(chunk);
            } else {
                words.addAll(Words.of(chunk));
            }
        }
        return words;
    }

    private static Sentiment cautious(Sentiment found) {
        return new Sentiment(
                found.label(),
                found.score(),
                Math.min(UNSURE, found.confidence()),
                found.method(),
                found.methodVersion(),
                found.language(),
                found.hitCount());
    }

    private static String primary(String tag) {
        return Locale.forLanguageTag(tag.replace('_', '-')).getLanguage();
    }
}
