package io.os199.cs.platform.text;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How personal data looks to a principal without {@code pii:read}; {@code conventions.md} section 10. */
public final class PersonalData {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

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

    /** The initials of a person: {@code Ada Byron} as {@code A. B.}. */
    public static String initials(String name) {
        return Stream.of(BLANKS.split(name.strip()))
                .filter(part -> !part.isEmpty())
                .map(part -> Character.toString(part.codePointAt(0)) + ".")
                .collect(Collectors.joining(" "));
    }
}
