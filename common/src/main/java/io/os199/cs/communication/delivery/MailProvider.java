package io.os199.cs.communication.delivery;

/** A service that accepts mail and delivers it to its readers. */
public interface MailProvider {
    /** Returns its name in metrics and health checks. */
    String name();

    /** Hands a mail over and returns the outcome; waits no longer than the provider's deadline, and never throws. */
    DeliveryOutcome send(OutgoingMail mail);

    /** Whether it accepts mail from us, checked without sending any. */
    boolean isUsable();
}
