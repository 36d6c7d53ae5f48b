package io.os199.cs.expansion.chance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The progress of an opportunity, in order. */
public enum OpportunityStage {
    IDENTIFIED,
    QUALIFIED,
    PROPOSED,
    NEGOTIATION,
    WON,
    LOST;

    private static final Map<OpportunityStage, OpportunityStage> BEFORE =
            Map.of(QUALIFIED, IDENTIFIED, PROPOSED, QUALIFIED, NEGOTIATION, PROPOSED);

    /**
     * Returns the allowed next stages: forward by any number of steps, one step back, or to a final stage; none from
     * a final stage.
     */
    public List<OpportunityStage> allowedNext() {
        return Arrays.stream(values()).filter(this::allows).toList();
    }

    /** Whether {@link #allowedNext} contains the stage. */
    public boolean allows(OpportunityStage next) {
        return !isFinal()
                && next != this
                && (next.isFinal() || next.compareTo(this) > 0 || BEFORE.get(this) == next);
    }

    /** Whether it can no longer change. */
    public boolean isFinal() {
        return this == WON || this == LOST;
    }
}
