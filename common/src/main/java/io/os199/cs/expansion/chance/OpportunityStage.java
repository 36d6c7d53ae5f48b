package io.os199.cs.expansion.chance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The progress of an opportunity, in order. */
public enum OpportunityStage {
    IDENTIFIED("0.10"),
    QUALIFIED("0.25"),
    PROPOSED("0.50"),
    NEGOTIATION("0.75"),
    WON("1"),
    LOST("0");

    private static final Map<OpportunityStage, OpportunityStage> BEFORE =
            Map.of(QUALIFIED, IDENTIFIED, PROPOSED, QUALIFIED, NEGOTIATION, PROPOSED);

    /** The probability to plan with where there is too little history to know better. */
    final String planningWeight;

    OpportunityStage(String planningWeight) {
        this.planningWeight = planningWeight;
    }

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
