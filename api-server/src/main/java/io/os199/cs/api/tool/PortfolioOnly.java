package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The fault of parameters that only the portfolio takes, sent together with a {@code client_id}. */
public final class PortfolioOnly {
    private PortfolioOnly() {}

    /** Returns the fault that {@code field} is one of these parameters. */
    public static Fault fault(String field) {
        return new Fault(
                field,
                field + " is for the portfolio; client_id already says which client",
                "the call without " + field + ", or without client_id");
    }

    /** Returns the {@link #fault} of {@code field}; empty if nothing was sent. */
    public static List<Fault> faults(String field, @Nullable Object sent) {
        return sent == null ? List.of() : List.of(fault(field));
    }
}
