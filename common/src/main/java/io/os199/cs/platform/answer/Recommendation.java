package io.os199.cs.platform.answer;

/**
 * What a rule of a declared table says to do.
 *
 * @param because the values that triggered the rule, never a text that a customer wrote
 * @param tool the tool that does it
 */
public record Recommendation(
        String ruleId, String because, String action, Priority priority, String tool) {
    /** How soon. */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }
}
