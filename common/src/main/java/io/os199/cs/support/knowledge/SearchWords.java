package io.os199.cs.support.knowledge;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a query in the form in which they are compared and stored, without anyone's address or number. */
final class SearchWords {
    private static final Pattern ADDRESS = Pattern.compile("\\S+@\\S+");
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}{6,}");
    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private SearchWords() {}

    /** Returns the query in lower case, with punctuation and runs of blanks replaced by one blank. */
    static String normal(String query) {
        String masked =
                ADDRESS.matcher(Normalizer.normalize(query, Normalizer.Form.NFC))
                        .replaceAll(" email ");
        return GAP.matcher(NUMBER.matcher(masked).replaceAll(" number "))
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
