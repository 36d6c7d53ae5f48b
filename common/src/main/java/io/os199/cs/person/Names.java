package io.os199.cs.person;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that stand beside one address. */
final class Names {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Names() {}

    /**
     * Whether all may be one person's: each is made of words of the longest, as Ada, Quill, Ada and Ada Quill are. Of none and of
     * one it is so.
     */
    static boolean areOfOne(Collection<String> names) {
        List<Set<String>> all = names.stream().map(Names::words).toList();
        return all.stream()
                .max(Comparator.comparingInt(Set::size))
                .map(longest -> all.stream().allMatch(longest::containsAll))
                .orElse(true);
    }

    private static Set<String> words(String name) {
        return BETWEEN_WORDS
                .splitAsStream(name.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
