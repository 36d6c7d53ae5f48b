package io.os199.cs.person;

import io.os199.cs.platform.json.Json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds mentions of a person in text that anybody may have written, and replaces them: the address wherever it stands
 * alone, but not as part of a longer one, and names of two or more words, without their titles, also in the reverse
 * order where they are stored as "Quill, Ada". A one-word name is shared by many people, and is often an ordinary
 * word.
 */
final class Mentions {
    /** A string within a JSON text; everything outside strings stays exactly as it is. */
    static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /**
     * Matches what {@code like} cannot compare exactly. It becomes a wildcard, as JSON may escape it and the database
     * has its own rules for lower case.
     */
    private static final Pattern INEXACT = Pattern.compile("[^a-z0-9.+-]+");

    /** A name written with the surname first. */
    private static final Pattern TURNED = Pattern.compile("([^,]+),\\s*([^,]+)");

    private static final Pattern TITLE =
            Pattern.compile(
                    "^(?:(?:dr|prof|mr|mrs|ms|mx|miss|sir|dame|herr|frau|ing|mag|rev)(?:\\.\\s*|\\s+))+",
                    Pattern.CASE_INSENSITIVE);

    /** An apostrophe, which may also be HTML-escaped or have been dropped by a search. */
    private static final Pattern APOSTROPHE = Pattern.compile("['\u2018\u2019`]");

    private static final String ANY_APOSTROPHE =
            "(?:&(?:#0*39|#x0*27|apos|[lr]squo);|[^\\p{L}\\p{N}])?";

    private static final String AT = "(?:@|%40|&#0*64;|&#x0*40;|&commat;)";

    /** Not the end of a longer address, whatever Markdown or bullets stand before it. */
    private static final String BEGIN = "(?<![\\p{L}\\p{N}][._+-]{0,8})";

    /** Not the beginning of a longer domain; "a@b.example.Thanks" is two sentences. */
    private static final String END =
            "(?!-*[\\p{L}\\p{N}]|\\.(?!(?-iu:\\p{Lu}(?:\\p{Ll}|\\s)))[\\p{L}\\p{N}])";

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private final Pattern addressed;
    private final String address;
    private final List<Pattern> named;
    private final List<String> names;
    private final Pseudonyms pseudonyms;

    /**
     * @param names as stored; one-word names are ignored
     * @param also other terms for the person, given by somebody and taken as they are
     */
    Mentions(
            String address,
            Collection<String> names,
            Collection<String> also,
            Pseudonyms pseudonyms) {
        this.address = address;
        this.pseudonyms = pseudonyms;
        this.names =
                Stream.concat(
                                names.stream()
                                        .flatMap(Mentions::spellings)
                                        .filter(name -> BLANKS.matcher(name).find()),
                                also.stream().map(String::strip))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
        int at = address.lastIndexOf('@');
        this.addressed =
                Pattern.compile(
                        BEGIN
                                + Pattern.quote(address.substring(0, at))
                                + AT
                                + Pattern.quote(address.substring(at + 1))
                                + END,
                        FLAGS);
        this.named = this.names.stream().map(Mentions::named).toList();
    }

    /** The longest spelling comes first, so that no title is left behind. */
    private static Stream<String> spellings(String stored) {
        String name = stored.strip();
        String bare = untitled(name);
        Matcher turned = TURNED.matcher(bare);
        if (!turned.matches()) {
            return Stream.of(name, bare);
        }
        // "Quill, Dr. Ada", or "Ada Quill, PhD".
        String first = turned.group(1).strip();
        return Stream.of(name, untitled(turned.group(2).strip()) + " " + first, first);
    }

    private static String untitled(String name) {
        return TITLE.matcher(name).replaceFirst("").strip();
    }

    private static Pattern named(String name) {
        String words =
                BLANKS.splitAsStream(name)
                        .map(Mentions::withAnyApostrophe)
                        .collect(Collectors.joining("\\s+"));
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + words + "(?![\\p{L}\\p{N}])", FLAGS);
    }

    private static String withAnyApostrophe(String word) {
        return APOSTROPHE
                .splitAsStream(word)
                .map(Pattern::quote)
                .collect(Collectors.joining(ANY_APOSTROPHE));
    }

    /** The lower-case {@code like} patterns for the database search; they may match too much, but never too little. */
    List<String> addressPatterns() {
        return List.of(likeness(address));
    }

    /** Like {@link #addressPatterns()}, for names. */
    List<String> namePatterns() {
        return names.stream().map(Mentions::likeness).toList();
    }

    private static String likeness(String text) {
        return "%" + INEXACT.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("%") + "%";
    }

    /** @param withNames whether names are replaced too */
    String erase(String text, boolean withNames) {
        String erased =
                addressed.matcher(text).replaceAll(Matcher.quoteReplacement(pseudonyms.address()));
        if (withNames) {
            for (Pattern name : named) {
                erased =
                        name.matcher(erased)
                                .replaceAll(Matcher.quoteReplacement(pseudonyms.name()));
            }
        }
        return erased;
    }

    /** Like {@link #erase}, for the strings of a JSON text, including field names. */
    String eraseInJson(String json, boolean withNames) {
        Matcher strings = STRING.matcher(json);
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (strings.find()) {
            String text = Json.read(strings.group(), String.class);
            String erased = erase(text, withNames);
            parts.add(json.substring(from, strings.start()));
            parts.add(erased.equals(text) ? strings.group() : Json.write(erased));
            from = strings.end();
        }
        parts.add(json.substring(from));
        return String.join("", parts);
    }
}
