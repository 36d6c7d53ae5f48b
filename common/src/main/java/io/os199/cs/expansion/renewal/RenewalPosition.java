package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The position of a renewal in a list. */
public record RenewalPosition(LocalDate renewalDate, String clientId, String contractId) {

    /** Returns the position as a cursor keeps it. */
    public List<String> values() {
        return List.of(renewalDate.toString(), clientId, contractId);
    }

    /** Returns the position that a cursor kept. */
    public static RenewalPosition of(List<@Nullable String> values) {
        return new RenewalPosition(
                LocalDate.parse(Objects.requireNonNull(values.get(0))),
                Objects.requireNonNull(values.get(1)),
                Objects.requireNonNull(values.get(2)));
    }
}
