package io.os199.cs.platform.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.lookup.StringLookup;
import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Substitutes variables in {@code config.yml}, written {@code ${NAME:-value}}. A value in double quotes may hold any
 * character: otherwise a password with a quote in it would break the file, and the parser would print it.
 */
public final class Variables extends StringSubstitutor {
    private static final Pattern QUOTED = Pattern.compile("\"\\$\\{(\\w+)(?::-([^}\"]*))?}\"");

    private final StringLookup lookup;

    public Variables(StringLookup lookup) {
        super(lookup);
        this.lookup = lookup;
    }

    @Override
    public @Nullable String replace(@Nullable String source) {
        return source == null ? null : super.replace(quoted(source));
    }

    private String quoted(String source) {
        return QUOTED.matcher(source)
                .replaceAll(
                        found -> {
                            String value = lookup.apply(found.group(1));
                            if (value == null) {
                                return Matcher.quoteReplacement(found.group());
                            }
                            String encoded =
                                    new String(
                                            JsonStringEncoder.getInstance().quoteAsString(value));
                            // Keeps text within the value that looks like a variable from being
                            // substituted.
                            return Matcher.quoteReplacement(
                                    '"' + encoded.replace("$", "\\u0024") + '"');
                        });
    }
}
