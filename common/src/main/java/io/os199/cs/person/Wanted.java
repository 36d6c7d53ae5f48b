package io.os199.cs.person;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The person who is looked for.
 *
 * @param address in lower case
 * @param also other terms by which texts mention the person: a former name, a telephone number
 * @param isOnePerson whether somebody who knows has confirmed that there is only one person, whatever names stand
 *     beside the address
 */
public record Wanted(String address, List<String> also, boolean isOnePerson) {
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final int SHORTEST = 3;

    /**
     * @throws IllegalArgumentException with a sentence for people, when the address is invalid, or a term is too
     *     short to look for
     */
    public Wanted {
        address = address.strip().toLowerCase(Locale.ROOT);
        also = List.copyOf(also);
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "--email takes a mail address, as ada@example.com, not " + address);
        }
        if (also.stream().anyMatch(each -> each.strip().length() < SHORTEST)) {
            throw new IllegalArgumentException("--also takes 3 characters or more");
        }
    }
}
