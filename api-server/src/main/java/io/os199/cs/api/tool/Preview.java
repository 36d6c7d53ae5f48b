package io.os199.cs.api.tool;

/** What a person is shown before an effect that reaches customers or is destructive: its components are the details. */
public interface Preview {
    /** The question in one sentence: what would happen, and to what; without personal data. */
    String question();
}
