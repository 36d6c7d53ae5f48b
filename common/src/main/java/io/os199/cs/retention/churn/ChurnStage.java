package io.os199.cs.retention.churn;

/** How much of a version of the churn model was learned here. */
public enum ChurnStage {
    /** Nothing: the weights are judgement. */
    EXPERT_PRIOR,
    /** The level of all probabilities together; the weights are judgement. */
    PRIOR_RELEVELED,
    /** Weights and level. */
    TRAINED
}
