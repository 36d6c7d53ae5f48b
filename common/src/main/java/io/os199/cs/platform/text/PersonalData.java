package io.os199.cs.platform.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How personal data appears to a principal without {@code pii:read}. */
public final class PersonalData {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,8}");

    /** Seven digits or more, grouped as people group them; dates with dashes stay. */
    private static final Pattern TELEPHONE =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])(?!\\d{4}-\\d{2}-\\d{2})\\+?\\(?\\d(?:["
                            + " ./()-]{0,2}\\d){6,14}(?!\\d)");

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
