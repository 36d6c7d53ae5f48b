package io.os199.cs.feedback.text;

import io.os199.cs.platform.text.PersonalData;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Customers' words as they are shown to others: without contact data, and without names where required. */
public final class Quotes {
    private static final int LONGEST = 300;

    /** Separates the words of a name. */
    private static final Pattern NAME = Pattern.compile("[\\s,;]+");

    /** The articles and legal forms that companies put before or after the name by which they are known. */
    private static final Set<String> FORMS =
            Set.of(
                    "the",
                    "inc",
                    "corp",
                    "corporation",
                    "co",
                    "company",
                    "llc",
                    "ltd",
                    "limited",
                    "plc",
                    "gmbh",
                    "ag",
                    "se",
                    "kg",
                    "sa",
                    "sas",
                    "sarl",
                    "srl",
                    "spa",
                    "bv",
                    "nv",
                    "ab",
                    "as",
                    "oy",
                    "group",
                    "holding",
                    "holdings");

    private Quotes() {}

    /** Returns the text without mail addresses, telephone numbers and its submitter's name, cut at 300 characters. */
    public static UntrustedText of(String raw, @Nullable String submitter) {
        return UntrustedText.of(anonymous(raw, submitter), LONGEST);
    }

    /** Returns the same as {@link #of}, also without the names of clients. */
    public static UntrustedText nameless(
            String raw, @Nullable String submitter, Collection<String> clientNames) {
        Set<String> names = new LinkedHashSet<>();
        clientNames.forEach(name -> names.add(name.strip()));
        clientNames.forEach(name -> names.addAll(calledBy(name)));
        return UntrustedText.of(
                without(
                        anonymous(raw, submitter),
                        names.stream().filter(name -> name.length() > 1).toList(),
                        "[client]"),
                LONGEST);
    }

    /**
     * Returns the first word of a company's name that is not part of its legal form, and the name without that form.
     */
    private static List<String> calledBy(String name) {
        List<String> words =
                Arrays.stream(NAME.split(name.strip())).filter(word -> !word.isEmpty()).toList();
        int start = 0;
        int end = words.size();
        while (start < end && isForm(words.get(start))) {
            start++;
        }
        while (end > start && isForm(words.get(end - 1))) {
            end--;
        }
        return start == end
                ? List.of()
                : List.of(String.join(" ", words.subList(start, end)), words.get(start));
    }

    private static boolean isForm(String word) {
        return FORMS.contains(word.toLowerCase(Locale.ROOT).replace(".", ""));
    }

    /** Returns the whole text without what cannot be seen, contact data and its submitter's name. */
    private static String anonymous(String raw, @Nullable String submitter) {
        String visible = UntrustedText.of(raw, raw.length()).text();
        return withoutPerson(PersonalData.blankContacts(visible), submitter);
    }

    /** Returns the text without the name of a person, whole or in parts. */
    private static String withoutPerson(String text, @Nullable String name) {
        return name == null
                ? text
                : without(
                        text,
                        Arrays.stream(NAME.split(name.strip()))
                                .filter(part -> part.codePointCount(0, part.length()) > 1)
                                .toList(),
                        "[name]");
    }

    private static String without(String text, Collection<String> names, String instead) {
        String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return any.isEmpty()
                ? text
                : Pattern.compile(
                                "(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])",
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(text)
                        .replaceAll(instead);
    }
}
