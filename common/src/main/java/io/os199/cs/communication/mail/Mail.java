package io.os199.cs.communication.mail;

/**
 * Mail to customers as a deployment sends it: what writes it, and where it waits. {@link Recipients} determines who
 * gets it.
 */
public record Mail(Letters letters, Outbox outbox) {
    public static Mail of(MailSettings settings) {
        return new Mail(new Letters(settings), new Outbox(settings));
    }
}
