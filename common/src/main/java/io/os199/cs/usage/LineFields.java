package io.os199.cs.usage;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.usage.UsageLineReader.Bad;
import io.os199.cs.usage.model.LineCode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** The fields of one line, read one after the other; remembers the first fault. An absent field and a null are the same. */
final class LineFields {
    private static final int MOST_DECIMALS = 20;
    private static final BigDecimal MOST = new BigDecimal("1e12");

    private final JsonNode node;
    private @Nullable Bad fault;

    LineFields(JsonNode node) {
        this.node = node;
    }

    Optional<Bad> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Reports a fault for fields of other names, except those that begin with x_, which senders may use for
     * themselves.
     */
    void allow(Set<String> names) {
        node.properties().stream()
                .map(each -> each.getKey())
                .filter(name -> !names.contains(name) && !name.startsWith("x_"))
                .findFirst()
                .ifPresent(
                        _ ->
                                fail(
                                        LineCode.NOT_ALLOWED,
                                        "a field that events do not have; own ones begin with x_"));
    }

    String required(String name, int longest) {
        String text = optional(name, longest);
        if (text == null || text.isBlank()) {
            fail(LineCode.MISSING, name + " is missing");
            return "";
        }
        return text;
    }

    @Nullable String optional(String name, int longest) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fail(LineCode.WRONG_TYPE, name + " must be text");
            return null;
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > longest) {
            fail(LineCode.TOO_LONG, "%s is longer than %d characters".formatted(name, longest));
        } else if (text.codePoints().anyMatch(LineFields::isUnstorable)) {
            fail(LineCode.NOT_ALLOWED, name + " has a character that no text has");
        }
        return text;
    }

    /** Whether PostgreSQL stores a code point in no text: the zero, and half of a surrogate pair. */
    private static boolean isUnstorable(int codePoint) {
        return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
    }

    Instant instant(String name, Instant earliest, Instant latest) {
        String text = required(name, 40);
        try {
            Instant instant = StoredTime.of(OffsetDateTime.parse(text).toInstant());
            if (instant.isAfter(latest)) {
                fail(LineCode.IN_FUTURE, name + " is more than 5 minutes ahead");
            } else if (instant.isBefore(earliest)) {
                fail(
                        LineCode.OUT_OF_RANGE,
                        name + " is more than 400 days ago: import such events");
            }
            return instant;
        } catch (DateTimeException e) {
            fail(LineCode.WRONG_TYPE, name + " must be an instant as 2026-03-31T09:30:00Z");
            return Instant.EPOCH;
        }
    }

    @Nullable Integer whole(String name, int most) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            fail(LineCode.WRONG_TYPE, name + " must be a whole number");
            return null;
        }
        if (!value.canConvertToInt() || value.intValue() < 0 || value.intValue() > most) {
            fail(LineCode.OUT_OF_RANGE, "%s must be from 0 to %d".formatted(name, most));
            return null;
        }
        return value.intValue();
    }

    @Nullable BigDecimal decimal(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            fail(LineCode.WRONG_TYPE, name + " must be a number");
            return null;
        }
        BigDecimal number = value.decimalValue();
        if (number.signum() < 0 || number.scale() > MOST_DECIMALS || number.compareTo(MOST) > 0) {
            fail(
                    LineCode.OUT_OF_RANGE,
                    "%s must be from 0 to 1e12, with at most %d decimals"
                            .formatted(name, MOST_DECIMALS));
            return null;
        }
        return number;
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private void fail(LineCode code, String message) {
        if (fault == null) {
            fault = new Bad(code, message);
        }
    }
}
