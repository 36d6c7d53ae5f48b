package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How this deployment writes to customers.
 *
 * @param senders the first is the usual one
 * @param locale of dates in texts
 * @param unsubscribeLinks what our links to unsubscribe begin with
 */
public record MailSettings(
        List<Sender> senders, Locale locale, Sending sending, String unsubscribeLinks) {
    /** Without a provider. */
    public MailSettings(List<Sender> senders, Locale locale) {
        this(senders, locale, Sending.none());
    }

    /** Without an address at which readers reach us. */
    public MailSettings(List<Sender> senders, Locale locale, Sending sending) {
        this(senders, locale, sending, "/u/");
    }

    public MailSettings {
        senders = List.copyOf(senders);
        if (senders.isEmpty()) {
            throw new IllegalArgumentException("email.senders has to name one at least");
        }
    }

    /** Whom a mail is from. */
    public record Sender(String address, String name) {}

    /**
     * How mail leaves.
     *
     * @param ratePerSecond over all workers
     * @param maxRecipients of one campaign
     */
    public record Sending(
            ProviderKind provider,
            DeliveryGuarantee guarantee,
            int ratePerSecond,
            int maxRecipients) {
        /** It does not. */
        public static Sending none() {
            return new Sending(ProviderKind.NONE, DeliveryGuarantee.AT_MOST_ONCE, 10, 100_000);
        }
    }

    public Sender sender() {
        return senders.getFirst();
    }

    /** The sender of an address, whatever its case. */
    public Optional<Sender> sender(String address) {
        return senders.stream()
                .filter(each -> each.address().equalsIgnoreCase(address.strip()))
                .findFirst();
    }

    /** The same with another usual sender. */
    public MailSettings from(Sender other) {
        return new MailSettings(List.of(other), locale, sending, unsubscribeLinks);
    }

    /** Whether something takes mail that waits, and delivers it. */
    public boolean hasProvider() {
        return sending.provider() != ProviderKind.NONE;
    }
}
