package io.os199.cs.platform.json;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

import java.util.regex.Pattern;

/** Spells record components as on the wire: {@code eventCount30d} as {@code event_count_30d}. */
public final class FieldNames extends NamingBase {
    /**
     * The start of a number that is a word of its own: a number of days, hours or months at the end of a word, which
     * is the value's window; a number before "percent" or "months"; or a number after "per".
     */
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
