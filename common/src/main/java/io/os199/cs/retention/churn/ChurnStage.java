package io.os199.cs.retention.churn;

/** How much of a version of the churn model was learned from this deployment. */
public enum ChurnStage {
    /** Nothing: the weights are expert judgment. */
    EXPERT_PRIOR,
    /** The level of all probabilities together; the weights are expert judgment. */
    PRIOR_RELEVELED,
    /** The weights and the level. */
    TRAINED
}
