package io.os199.cs.communication.model;

/** The provider that delivers mail; with none, mail is kept as drafts. */
public enum ProviderKind {
    NONE,
    SMTP,
    SENDGRID;

    /** Whether it reports later what happened to a message: delivered, opened, clicked, bounced. */
    public boolean tellsEvents() {
        return this == SENDGRID;
    }
}
