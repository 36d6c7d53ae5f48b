package io.os199.cs.core.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tags are written with lower-case letters, digits, {@code _} and {@code -} only. */
public final class Tags {
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9_-]+");
    private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

    private Tags() {}

    /**
     * Writes {@code Key Account!} as {@code key-account}; anything without a letter or digit is left out, and so are
     * duplicates.
     */
    public static List<String> clean(List<String> tags) {
        return tags.stream().map(Tags::clean).filter(tag -> !tag.isEmpty()).distinct().toList();
    }

    private static String clean(String tag) {
        String dashed = OTHERS.matcher(tag.toLowerCase(Locale.ROOT)).replaceAll("-");
        return OUTER_DASHES.matcher(dashed).replaceAll("");
    }
}
