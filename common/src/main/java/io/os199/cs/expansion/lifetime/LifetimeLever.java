package io.os199.cs.expansion.lifetime;

/** A way to increase the value of a client, each by one input of its value. */
public enum LifetimeLever {
    IMPROVE_RETENTION("annual_churn_probability"),
    INCREASE_EXPANSION("arr_amount"),
    REDUCE_COST_TO_SERVE("ticket_count_365d"),
    TERM_COMMITMENT("annual_churn_probability");

    /** The input that it changes. */
    final String input;

    LifetimeLever(String input) {
        this.input = input;
    }
}
