package io.os199.cs.expansion.chance;

/** The source of a probability: a person, enough opportunities that closed, or a weight to plan with. */
public enum ProbabilityBasis {
    OWNER,
    OWN_HISTORY,
    PLANNING_WEIGHT
}
