package io.os199.cs.feedback.sentiment;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Guesses the language of a text from its letter sequences, without asking any outside service. */
public final class LanguageGuess {
    private static final double SURE = 0.80;
    private static final int ENOUGH_LETTERS = 20;

    private final String defaultLanguage;

    /** @param defaultLanguage the language assumed for texts too short to tell */
    public LanguageGuess(String defaultLanguage) {
        this.defaultLanguage = defaultLanguage;
    }

    /** The language profiles, loaded when the first text is long enough to tell, which takes about a second. */
    private static final class Profiles {
        /** A fixed seed for the detector's sampling, so that the same text always has the same language. */
        private static final long SEED = 1;

        static final LanguageDetector DETECTOR = detector();

        private static LanguageDetector detector() {
            try {
                return LanguageDetectorBuilder.create(NgramExtractors.standard())
                        .seed(SEED)
                        .withProfiles(new LanguageProfileReader().readAllBuiltIn())
                        .build();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
    }

    /**
     * The guessed language of a text.
     *
     * @param language absent where it is unclear
     * @param assumed whether the text is too short to tell, so that the default is assumed
     */
    record Guess(@Nullable String language, boolean assumed) {}

    /** Returns the guess for a text with at least one letter. A short text that is not in Latin letters is unclear. */
    Guess of(String text) {
        if (letters(text) < ENOUGH_LETTERS) {
            return isLatin(text) ? new Guess(defaultLanguage, true) : new Guess(null, false);
        }
        List<DetectedLanguage> found = Profiles.DETECTOR.getProbabilities(text);
        return found.isEmpty() || found.getFirst().getProbability() < SURE
                ? new Guess(null, false)
                : new Guess(found.getFirst().getLocale().getLanguage(), false);
    }

    static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }

    private static boolean isLatin(String text) {
        return text.codePoints()
                .filter(Character::isLetter)
                .allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN);
    }
}
