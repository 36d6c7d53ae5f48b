package io.os199.cs.communication.event;

/** An address that a provider mails no more. */
public record LearnedSuppression(String email, Suppression.Scope scope, Suppression.Reason reason) {
    /** The address is in no log. */
    @Override
    public String toString() {
        return "LearnedSuppression[" + scope + ", " + reason + "]";
    }
}
