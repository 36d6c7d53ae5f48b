package io.os199.cs.feedback.sentiment;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The weights of English words, −4…4 (VADER's list, Hutto and Gilbert 2014, license beside it; overridden by a few
 * words with another meaning in customer success), and the words that reverse or strengthen others.
 */
public final class Lexicon {
    private static final Set<String> NEGATORS =
            Set.of(
                    "aint",
                    "arent",
                    "cannot",
                    "cant",
                    "couldnt",
                    "darent",
                    "didnt",
                    "doesnt",
                    "dont",
                    "hadnt",
                    "hasnt",
                    "havent",
                    "isnt",
                    "mightnt",
                    "mustnt",
                    "neednt",
                    "neither",
                    "never",
                    "none",
                    "nope",
                    "nor",
                    "not",
                    "nothing",
                    "nowhere",
                    "oughtnt",
                    "rarely",
                    "seldom",
                    "shant",
                    "shouldnt",
                    "wasnt",
                    "werent",
                    "without",
                    "wont",
                    "wouldnt",
                    "despite");

    private static final Set<String> STRONGER =
            Set.of(
                    "absolutely",
                    "amazingly",
                    "awfully",
                    "completely",
                    "considerably",
                    "decidedly",
                    "deeply",
                    "enormously",
                    "entirely",
                    "especially",
                    "exceptionally",
                    "extremely",
                    "fabulously",
                    "fully",
                    "greatly",
                    "highly",
                    "hugely",
                    "incredibly",
                    "intensely",
                    "majorly",
                    "more",
                    "most",
                    "particularly",
                    "purely",
                    "quite",
                    "really",
                    "remarkably",
                    "so",
                    "substantially",
                    "thoroughly",
                    "totally",
                    "tremendously",
                    "uber",
                    "unbelievably",
                    "unusually",
                    "utterly",
                    "very");

    private static final Set<String> WEAKER =
            Set.of(
                    "almost",
                    "barely",
                    "hardly",
                    "kinda",
                    "kindof",
                    "less",
                    "little",
                    "marginally",
                    "occasionally",
                    "partly",
                    "scarcely",
                    "slightly",
                    "somewhat",
                    "sorta",
                    "sortof",
                    "kind of",
                    "sort of",
                    "just enough");

    private final Map<String, Double> valences;

    private Lexicon(Map<String, Double> valences) {
        this.valences = Map.copyOf(valences);
    }

    /** Returns the lexicon that ships with the product. */
    public static Lexicon english() {
        Map<String, Double> valences = read("vader-lexicon.tsv");
        read("customer-success.tsv")
                .forEach(
                        (word, valence) -> {
                            valences.put(word, valence);
                            valences.put(word + 's', valence);
                        });
        valences.values().removeIf(valence -> valence == 0);
        return new Lexicon(valences);
    }

    private static Map<String, Double> read(String resource) {
        Map<String, Double> found = new HashMap<>();
        try (InputStream bytes =
                        Objects.requireNonNull(Lexicon.class.getResourceAsStream(resource));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    found.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return found;
    }

    /** Returns the weight of a word; absent where it expresses no opinion. */
    public @Nullable Double valence(String word) {
        return valences.get(word);
    }

    /** Whether a word reverses, strengthens or weakens others and is no topic itself. */
    public static boolean isTurn(String word) {
        return isNegator(word) || boost(word) != 0;
    }

    /** Whether a word reverses the meaning of those after it. */
    static boolean isNegator(String word) {
        return NEGATORS.contains(word) || word.equals("no") || word.endsWith("n't");
    }

    /** Returns 1 where a word strengthens those after it, −1 where it weakens them, otherwise 0. */
    static int boost(String word) {
        if (STRONGER.contains(word)) {
            return 1;
        }
        return WEAKER.contains(word) ? -1 : 0;
    }
}
