package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Parameters that only the portfolio takes, beside a {@code client_id}. */
public final class PortfolioOnly {
    private PortfolioOnly() {}

    /** That {@code field} is one of them. */
    public static Fault fault(String field) {
        return new Fault(
                field,
                field + " is for the portfolio; client_id already says which client",
                "the call without " + field + ", or without client_id");
    }

    /** As {@link #fault}; empty where nothing was sent. */
    public static List<Fault> faults(String field, @Nullable Object sent) {
        return sent == null ? List.of() : List.of(fault(field));
    }
}
