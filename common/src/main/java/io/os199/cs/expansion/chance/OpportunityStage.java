package io.os199.cs.expansion.chance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How far an opportunity is, in the order of the way. */
public enum OpportunityStage {
    IDENTIFIED("0.10"),
    QUALIFIED("0.25"),
    PROPOSED("0.50"),
    NEGOTIATION("0.75"),
    WON("1"),
    LOST("0");

    private static final Map<OpportunityStage, OpportunityStage> BEFORE =
            Map.of(QUALIFIED, IDENTIFIED, PROPOSED, QUALIFIED, NEGOTIATION, PROPOSED);

    /** The probability to plan with where too little has happened to know better. */
    final String planningWeight;

    OpportunityStage(String planningWeight) {
        this.planningWeight = planningWeight;
    }

    /** Forward by any number of steps, one step back, or to the end; nowhere from there. */
    public List<OpportunityStage> allowedNext() {
        return Arrays.stream(values()).filter(this::allows).toList();
    }

    /** Whether {@link #allowedNext} holds the stage. */
    public boolean allows(OpportunityStage next) {
        return !isFinal()
                && next != this
                && (next.isFinal() || next.compareTo(this) > 0 || BEFORE.get(this) == next);
    }

    /** Whether nothing moves it any more. */
    public boolean isFinal() {
        return this == WON || this == LOST;
    }
}
