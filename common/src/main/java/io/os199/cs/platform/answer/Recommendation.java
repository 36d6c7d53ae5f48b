package io.os199.cs.platform.answer;

/**
 * The action that a rule of a declared table recommends.
 *
 * @param because the values that triggered the rule, never a text that a customer wrote
 * @param tool the tool that performs the action
 */
public record Recommendation(
        String ruleId, String because, String action, Priority priority, String tool) {
    /** The urgency. */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }
}
