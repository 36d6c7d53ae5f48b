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

/** Which language a text is in, by its runs of letters; nothing is asked of anybody outside. */
public final class LanguageGuess {
    private static final double SURE = 0.80;
    private static final int ENOUGH_LETTERS = 20;

    private final LanguageDetector detector;
    private final String defaultLanguage;

    /**
     * Reads the profiles of all languages, which takes about a second.
     *
     * @param defaultLanguage of texts too short to tell
     */
    public LanguageGuess(String defaultLanguage) {
        this.defaultLanguage = defaultLanguage;
        try {
            this.detector =
                    LanguageDetectorBuilder.create(NgramExtractors.standard())
                            .withProfiles(new LanguageProfileReader().readAllBuiltIn())
                            .build();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /**
     * What a text is in.
     *
     * @param language absent where it is unclear
     * @param assumed whether the text is too short to tell, so that the default stands
     */
    record Guess(@Nullable String language, boolean assumed) {}

    /** Of a text with at least one letter. A short one that is not in Latin letters is unclear. */
    Guess of(String text) {
        if (letters(text) < ENOUGH_LETTERS) {
            return isLatin(text) ? new Guess(defaultLanguage, true) : new Guess(null, false);
        }
        List<DetectedLanguage> found = detector.getProbabilities(text);
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
