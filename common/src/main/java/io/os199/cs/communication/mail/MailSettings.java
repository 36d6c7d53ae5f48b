package io.os199.cs.communication.mail;

import java.util.List;
import java.util.Locale;

/**
 * How this deployment writes to customers.
 *
 * @param senders the first is the usual one
 * @param locale of dates in texts
 * @param hasProvider whether something takes mail that waits, and delivers it
 */
public record MailSettings(List<Sender> senders, Locale locale, boolean hasProvider) {
    /** Without a provider: nothing does so yet. */
    public MailSettings(List<Sender> senders, Locale locale) {
        this(senders, locale, false);
    }

    public MailSettings {
        senders = List.copyOf(senders);
        if (senders.isEmpty()) {
            throw new IllegalArgumentException("email.senders has to name one at least");
        }
    }

    /** Whom a mail is from. */
    public record Sender(String address, String name) {}

    public Sender sender() {
        return senders.getFirst();
    }
}
