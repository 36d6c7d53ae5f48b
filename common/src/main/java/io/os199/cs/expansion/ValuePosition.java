package io.os199.cs.expansion;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The position of a finding or an opportunity in a list by expected value.
 *
 * @param id of the finding or the opportunity, among those of the client
 */
public record ValuePosition(
        @Nullable BigDecimal expectedValue,
        @Nullable BigDecimal valueAmount,
        String clientId,
        String id) {

    /** Returns the position as a cursor keeps it. */
    public List<@Nullable String> values() {
        return Arrays.asList(text(expectedValue), text(valueAmount), clientId, id);
    }

    /** Returns the position that a cursor kept. */
    public static ValuePosition of(List<@Nullable String> values) {
        return new ValuePosition(
                number(values.get(0)),
                number(values.get(1)),
                Objects.requireNonNull(values.get(2)),
                Objects.requireNonNull(values.get(3)));
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
