package io.os199.cs.person;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names stored beside one address. */
final class Names {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Names() {}

    /**
     * Whether all names may belong to one person: each consists of words of the longest, as do Ada, Quill, and Ada
     * Quill. True for none or one.
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
