package io.os199.cs.person;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who is looked for.
 *
 * @param address in small letters
 * @param also what else the person is known by in texts: a former name, a telephone number
 * @param isOnePerson whether somebody has said so who knows, whatever names stand beside the address
 */
public record Wanted(String address, List<String> also, boolean isOnePerson) {
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final int SHORTEST = 3;

    /** @throws IllegalArgumentException with a sentence for people, when it is no address, or too little to look for */
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
