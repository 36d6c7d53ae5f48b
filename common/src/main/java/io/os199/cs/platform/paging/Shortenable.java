package io.os199.cs.platform.paging;

/**
 * An answer that hardly ever passes its budget, so that nothing is counted before it is written.
 *
 * @param <T> itself
 */
public interface Shortenable<T extends Record> {
    AnswerBudget budget();

    /** With as much as the budget has room for; called where the whole is too large. */
    T shortened();
}
