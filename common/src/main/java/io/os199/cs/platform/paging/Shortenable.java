package io.os199.cs.platform.paging;

/**
 * An answer that hardly ever exceeds its budget, so that its size is not computed before it is written.
 *
 * @param <T> the type itself
 */
public interface Shortenable<T extends Record> {
    AnswerBudget budget();

    /** Returns the answer reduced to what the budget has room for; called when the whole is too large. */
    T shortened();
}
