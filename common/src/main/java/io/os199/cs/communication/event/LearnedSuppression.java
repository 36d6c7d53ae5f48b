package io.os199.cs.communication.event;

/** An address that a provider no longer mails. */
public record LearnedSuppression(String email, Suppression.Scope scope, Suppression.Reason reason) {
    /** Omits the address, which must not appear in logs. */
    @Override
    public String toString() {
        return "LearnedSuppression[" + scope + ", " + reason + "]";
    }
}
