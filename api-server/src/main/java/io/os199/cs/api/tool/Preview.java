package io.os199.cs.api.tool;

/** What a person is shown before an effect that reaches customers or destroys: its components are the details. */
public interface Preview {
    /** The question in one sentence, with what would happen to what; no personal data. */
    String question();
}
