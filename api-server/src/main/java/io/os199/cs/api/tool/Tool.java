package io.os199.cs.api.tool;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;

import java.util.List;
import java.util.Set;

/**
 * One tool: a final class named after it, with a {@link ToolInfo} and two records.
 *
 * <p>The components of the input record are the parameters. A component is optional where it is
 * {@code @Nullable} or has a {@link Default}; its Jakarta constraints are the bounds. Components may
 * be text, whole numbers, decimals, booleans, dates, instants, enums, lists of these, and one level
 * of flat records. The output record is what {@code structuredContent} shows.
 */
public interface Tool<I extends Record, O extends Record> {
    /**
     * Returns faults between arguments, for example an end before its start; they are reported together with those of
     * single arguments, and before {@link #call}.
     *
     * @param unread the parameters that were sent and could not be read: absent (0, false) in {@code input}
     */
    default List<Fault> faults(I input, Set<String> unread, Call call) {
        return List.of();
    }

    /**
     * Returns the seconds in which this call is to be answered.
     *
     * @param usual the tool's deadline, which no call can exceed
     */
    default int deadlineSeconds(I input, int usual) {
        return usual;
    }

    /** Answers one call, within its deadline; its arguments are bound and checked. */
    Answer<O> call(I input, Call call);
}
