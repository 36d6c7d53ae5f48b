package io.os199.cs.platform.json;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

import java.util.regex.Pattern;

/** How a component of a record is spelled on the wire: {@code eventCount30d} as {@code event_count_30d}. */
public final class FieldNames extends NamingBase {
    /** A number of days, hours or months at the end of a word, the window that a value is of; of months written out or of percent, or what it is per. */
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<=[a-z])(?=\\d+(?:[dhm](?:_|$)|_percent|_months))|(?<=_per)(?=\\d+_)");

    /** A letter that is a word of its own: {@code ownersACount} is {@code owners_a_count}. */
    private static final Pattern LETTER = Pattern.compile("(?<=[A-Z])(?=[A-Z][a-z])");

    @Override
    public String translate(String component) {
        return of(component);
    }

    public static String of(String component) {
        String words =
                SnakeCaseStrategy.INSTANCE.translate(LETTER.matcher(component).replaceAll("_"));
        return NUMBER.matcher(words).replaceAll("_");
    }
}
