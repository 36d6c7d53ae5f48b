package io.os199.cs.communication.delivery;

/** Who takes mail and brings it to its readers. */
public interface MailProvider {
    /** As metrics and health checks call it. */
    String name();

    /** Hands a mail over, and says what came of it; waits no longer than the provider's deadline, and throws nothing. */
    Outcome send(OutgoingMail mail);

    /** Whether it takes mail from us, asked without sending one. */
    boolean isUsable();
}
