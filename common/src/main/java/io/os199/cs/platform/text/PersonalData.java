package io.os199.cs.platform.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How personal data appears to a principal without {@code pii:read}. */
public final class PersonalData {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** What an address consists of, apart from punctuation: letters may be written with marks of their own. */
    private static final String LETTERS = "\\p{L}\\p{M}\\p{N}";

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[%1$s._%%+'-]{1,64}@[%1$s-]{1,63}(?:\\.[%1$s-]{1,63}){1,8}"
                            .formatted(LETTERS));

    private static final String YEAR = "(?:19|20)\\d{2}";
    private static final String MONTH = "(?:0[1-9]|1[0-2])";
    private static final String DAY = "(?:0[1-9]|[12]\\d|3[01])(?!\\d)";

    /** Neither the year of a date with dashes comes next, nor its month or its day. */
    private static final String NO_DATE =
            "(?!\\d{4}\\p{Pd}\\d{2}\\p{Pd}\\d{2})"
                    + "(?<!%1$s\\p{Pd}(?=%2$s\\p{Pd}%3$s))(?<!%1$s\\p{Pd}%2$s\\p{Pd}(?=%3$s))"
                            .formatted(YEAR, MONTH, DAY);

    /** No two years come next with an en dash between them. */
    private static final String NO_YEARS = "(?!%1$s\u2013%1$s(?!\\d))".formatted(YEAR);

    /** Seven digits or more, grouped as people group them; dates with dashes stay. */
    private static final Pattern TELEPHONE =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])"
                            + NO_DATE
                            + NO_YEARS
                            + "\\+?\\(?\\d(?:[\\p{Zs}\\p{Pd}./()]{0,2}\\d){6,14}(?!\\d)");

    /** More than any address has, in {@code char}s. */
    private static final int LONGEST_CONTACT = 1_300;

    private PersonalData() {}

    /** {@code ada@example.com} as {@code a***@example.com}. */
    public static String maskEmail(String email) {
        int at = email.lastIndexOf('@');
        if (at < 1) {
            return "***";
        }
        int first = email.codePointAt(0);
        return Character.toString(first) + "***" + email.substring(at);
    }

    /** A user key that may be a mail address: masked if it is one, unchanged otherwise. */
    public static String maskEmailIn(String key) {
        return key.indexOf('@') < 0 ? key : maskEmail(key);
    }

    /** {@code text} with the mail addresses and telephone numbers in it blanked. */
    public static String blankContacts(String text) {
        return TELEPHONE.matcher(blankAddresses(text)).replaceAll("[telephone]");
    }

    /** {@code text} with the mail addresses in it blanked; numbers stay. */
    public static String blankAddresses(String text) {
        return ADDRESS.matcher(text).replaceAll("[address]");
    }

    /**
     * Returns where to cut {@code text} instead of at {@code end}: before the mail address or telephone number that a
     * cut there would divide, since nobody would know its first part as one.
     */
    static int cutBeforeContact(String text, int end) {
        return cutBefore(ADDRESS, text, cutBefore(TELEPHONE, text, end));
    }

    private static int cutBefore(Pattern contact, String text, int end) {
        Matcher matcher =
                contact.matcher(text)
                        .region(
                                Math.max(0, end - LONGEST_CONTACT),
                                Math.min(text.length(), end + LONGEST_CONTACT));
        while (matcher.find() && matcher.start() < end) {
            if (matcher.end() > end) {
                return matcher.start();
            }
        }
        return end;
    }

    /** The initials of a person: {@code Ada Byron} as {@code A. B.}. */
    public static String initials(String name) {
        return Stream.of(BLANKS.split(name.strip()))
                .filter(part -> !part.isEmpty())
                .map(part -> Character.toString(part.codePointAt(0)) + ".")
                .collect(Collectors.joining(" "));
    }
}
