package io.os199.cs.communication.model;

/** Who delivers mail; with none it is kept as drafts. */
public enum ProviderKind {
    NONE,
    SMTP,
    SENDGRID;

    /** Whether it tells later what became of a message: delivered, opened, clicked, bounced. */
    public boolean tellsEvents() {
        return this == SENDGRID;
    }
}
