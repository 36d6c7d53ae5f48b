package io.os199.cs.platform.ids;

import com.github.f4b6a3.uuid.UuidCreator;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Identifiers of the form {@code client_01jdzk3v8ve6kbs5sm8fr7qwsv}: a prefix that names the table, and a UUIDv7 in 26
 * characters of Crockford's base 32 (TypeID specification 0.3). They sort by the time at which they were made.
 */
public final class TypeId {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;
    private static final int LONGEST_PREFIX = 63;
    private static final Pattern FORM =
            Pattern.compile("[a-z][a-z_]{0,62}_[0-7][0-9a-hjkmnp-tv-z]{25}");

    private TypeId() {}

    /** A new identifier with the given prefix, for example {@code "client"}. */
    public static String next(String prefix) {
        return of(prefix, UuidCreator.getTimeOrderedEpochPlus1());
    }

    /** The identifier that stands for {@code uuid}; for rows whose id is derived from their content. */
    public static String of(String prefix, UUID uuid) {
        return prefix + '_' + base32(uuid);
    }

    /** Whether {@code text} is an identifier with this prefix; says nothing about a row behind it. */
    public static boolean is(String prefix, String text) {
        return text.length() == prefix.length() + 1 + LENGTH
                && text.startsWith(prefix)
                && text.charAt(prefix.length()) == '_'
                && FORM.matcher(text).matches();
    }

    /** Whether {@code text} is an identifier with some prefix. */
    public static boolean is(String text) {
        return text.length() <= LONGEST_PREFIX + 1 + LENGTH && FORM.matcher(text).matches();
    }

    /** The UUID inside an identifier of any prefix. */
    public static UUID uuid(String typeId) {
        if (!FORM.matcher(typeId).matches()) {
            throw new IllegalArgumentException("not a TypeID");
        }
        long high = 0;
        long low = 0;
        for (int i = typeId.length() - LENGTH; i < typeId.length(); i++) {
            high = high << 5 | low >>> 59;
            low = low << 5 | digit(typeId.charAt(i));
        }
        return new UUID(high, low);
    }

    private static String base32(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (low & 31)];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }

    private static int digit(char c) {
        for (int i = 0; i < DIGITS.length; i++) {
            if (DIGITS[i] == c) {
                return i;
            }
        }
        throw new IllegalArgumentException("not a digit of base 32");
    }
}
