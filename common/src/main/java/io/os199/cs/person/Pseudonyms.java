package io.os199.cs.person;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What stands for one person after an erasure. Nothing of the person is in it, and what is equal stays equal: an address has one
 * pseudonym in all tables, each other spelling of it one that differs in the size of its letters as they did, and each other user
 * key one of its own. So joins find what they found, keys stay keys, and distinct counts stay as they were.
 *
 * @param token small letters and digits, by chance
 */
record Pseudonyms(String token) {
    private static final String HEAD = "erased-";

    /** Of the domain that never is anybody's: no mail can reach it. */
    private static final String TAIL = "@erased.invalid";

    String address() {
        return HEAD + token + TAIL;
    }

    String name() {
        return "Erased person " + token;
    }

    /**
     * For each value what replaces it.
     *
     * @param address in small letters
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

    /** The address with some letters capital, others for each number. */
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
