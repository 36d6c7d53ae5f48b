package io.os199.cs.person;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What replaces one person after an erasure. It contains nothing of the person, and equal values stay equal: an
 * address has one pseudonym in all tables, each other spelling of it has one that differs only in letter case, as the
 * spellings did, and each other user key has its own. So joins find what they found, keys stay keys, and distinct
 * counts do not change.
 *
 * @param token random lower-case letters and digits
 */
record Pseudonyms(String token) {
    private static final String HEAD = "erased-";

    /** A domain that nobody can ever own, so no mail can reach it. */
    private static final String TAIL = "@erased.invalid";

    String address() {
        return HEAD + token + TAIL;
    }

    String name() {
        return "Erased person " + token;
    }

    /**
     * Maps each value to its replacement.
     *
     * @param address in lower case
     * @param values spellings of the address, and other user keys
     */
    Map<String, String> of(String address, Collection<String> values) {
        Map<String, String> all = new LinkedHashMap<>();
        int spellings = 0;
        int keys = 0;
        for (String value : new TreeSet<>(values)) {
            if (value.equals(address)) {
                all.put(value, address());
            } else if (value.strip().toLowerCase(Locale.ROOT).equals(address)) {
                all.put(value, spelling(++spellings));
            } else {
                all.put(value, HEAD + token + "-" + ++keys);
            }
        }
        return all;
    }

    /** The address with some letters in upper case, different ones for each number. */
    private String spelling(int number) {
        StringBuilder spelled = new StringBuilder(address());
        int left = number;
        for (int i = 0; i < spelled.length() && left > 0; i++) {
            char letter = spelled.charAt(i);
            if (Character.isLetter(letter)) {
                if ((left & 1) == 1) {
                    spelled.setCharAt(i, Character.toUpperCase(letter));
                }
                left >>= 1;
            }
        }
        return spelled.toString();
    }
}
