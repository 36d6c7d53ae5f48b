package io.os199.cs.feedback.analysis;

import io.os199.cs.feedback.analysis.AnalysisDao.Spoken;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which phrases are themes: not phrases that a longer one covers, single words that nearly everybody says, or
 * expressions of time alone. Of phrases that the same items contain, mostly parts of one sentence, only the longest
 * is a theme, even where the phrases do not contain each other.
 */
final class ThemeSelection {
    private static final double SAME = 0.80;
    private static final double BACKGROUND = 0.60;
    private static final int ENOUGH_FOR_BACKGROUND = 50;

    /** Words that say when, not what; in the singular, as in phrases. */
    private static final Set<String> TIME =
            Set.of(
                    """
                    monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
                    august september october november december day week weekend month year today tonight tomorrow \
                    yesterday next last\
                    """
                            .split(" ", -1));

    private static final Comparator<Spoken> MOST =
            Comparator.comparingInt(Spoken::mentions).reversed();
    private static final Comparator<Spoken> LONGEST =
            Comparator.comparingInt((Spoken each) -> words(each.phrase()).length).reversed();
    private static final Comparator<Spoken> ORDER =
            MOST.thenComparing(LONGEST).thenComparing(Spoken::phrase);

    private ThemeSelection() {}

    /**
     * Returns the themes, the most mentioned first, then the longest, then in alphabetical order.
     *
     * @param spoken all phrases that are mentioned often enough
     * @param itemCount the number of items that they are from
     */
    static List<Spoken> of(Collection<Spoken> spoken, int itemCount) {
        Map<String, Integer> mentions = new HashMap<>();
        spoken.forEach(each -> mentions.put(each.phrase(), each.mentions()));
        Set<String> saidLonger = new HashSet<>();
        for (Spoken each : spoken) {
            String[] words = words(each.phrase());
            for (int from = 0; from < words.length; from++) {
                for (int to = from + 1; to <= words.length; to++) {
                    String part = String.join(" ", List.of(words).subList(from, to));
                    Integer of = mentions.get(part);
                    if (to - from < words.length && of != null && each.mentions() >= SAME * of) {
                        saidLonger.add(part);
                    }
                }
            }
        }
        return distinct(
                        spoken.stream()
                                .filter(each -> !saidLonger.contains(each.phrase()))
                                .filter(each -> !isBackground(each, itemCount))
                                .filter(each -> !TIME.containsAll(List.of(words(each.phrase()))))
                                .sorted(LONGEST.thenComparing(ORDER))
                                .toList())
                .stream()
                .sorted(ORDER)
                .toList();
    }

    /** Returns the themes that share less than four fifths of their items with any theme kept before them. */
    private static List<Spoken> distinct(List<Spoken> themes) {
        Map<Integer, List<Spoken>> said = new HashMap<>();
        List<Spoken> kept = new ArrayList<>();
        for (Spoken each : themes) {
            Map<String, Integer> shared = new HashMap<>();
            boolean isSame = false;
            for (int item : each.items()) {
                for (Spoken other : said.getOrDefault(item, List.of())) {
                    int both = shared.merge(other.phrase(), 1, Integer::sum);
                    isSame |= both >= SAME * Math.max(each.mentions(), other.mentions());
                }
            }
            if (!isSame) {
                kept.add(each);
                each.items()
                        .forEach(i -> said.computeIfAbsent(i, _ -> new ArrayList<>()).add(each));
            }
        }
        return kept;
    }

    private static boolean isBackground(Spoken spoken, int itemCount) {
        return itemCount >= ENOUGH_FOR_BACKGROUND
                && words(spoken.phrase()).length == 1
                && spoken.mentions() > BACKGROUND * itemCount;
    }

    private static String[] words(String phrase) {
        return phrase.split(" ", -1);
    }
}
