package io.os199.cs.feedback.analysis;

import io.os199.cs.feedback.analysis.AnalysisDao.Spoken;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which phrases are themes: not those that a longer one says as well, nor single words that nearly everybody says. */
final class ThemeSelection {
    private static final double SAME = 0.80;
    private static final double BACKGROUND = 0.60;
    private static final int ENOUGH_FOR_BACKGROUND = 50;

    private static final Comparator<Spoken> ORDER =
            Comparator.comparingInt(Spoken::mentions)
                    .reversed()
                    .thenComparing(
                            Comparator.comparingInt((Spoken each) -> words(each.phrase()).length)
                                    .reversed())
                    .thenComparing(Spoken::phrase);

    private ThemeSelection() {}

    /**
     * The themes, the most mentioned first, then the longest, then by alphabet.
     *
     * @param spoken all phrases that are mentioned often enough
     * @param itemCount of the items that they are from
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
        return spoken.stream()
                .filter(each -> !saidLonger.contains(each.phrase()))
                .filter(each -> !isBackground(each, itemCount))
                .sorted(ORDER)
                .toList();
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
