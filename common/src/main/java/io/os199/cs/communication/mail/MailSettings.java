package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How this deployment writes to customers.
 *
 * @param senders the first is the default
 * @param locale of dates in texts
 * @param unsubscribeLinks the prefix of our unsubscribe links
 */
public record MailSettings(
        List<Sender> senders, Locale locale, Sending sending, String unsubscribeLinks) {
    /** Creates settings without a provider. */
    public MailSettings(List<Sender> senders, Locale locale) {
        this(senders, locale, Sending.none());
    }

    /** Creates settings without a public address that readers can reach. */
    public MailSettings(List<Sender> senders, Locale locale, Sending sending) {
        this(senders, locale, sending, "/u/");
    }

    public MailSettings {
        senders = List.copyOf(senders);
        if (senders.isEmpty()) {
            throw new IllegalArgumentException("email.senders has to name one at least");
        }
    }

    /** The sender of a mail. */
    public record Sender(String address, String name) {}

    /**
     * How mail is sent.
     *
     * @param ratePerSecond over all workers
     * @param maxRecipients of one campaign
     */
    public record Sending(
            ProviderKind provider,
            DeliveryGuarantee guarantee,
            int ratePerSecond,
            int maxRecipients) {
        /** Returns the settings that send nothing. */
        public static Sending none() {
            return new Sending(ProviderKind.NONE, DeliveryGuarantee.AT_MOST_ONCE, 10, 100_000);
        }
    }

    public Sender sender() {
        return senders.getFirst();
    }

    /** Finds the sender with an address, ignoring case. */
    public Optional<Sender> sender(String address) {
        return senders.stream()
                .filter(each -> each.address().equalsIgnoreCase(address.strip()))
                .findFirst();
    }

    /** Returns the same settings with another default sender. */
    public MailSettings from(Sender other) {
        return new MailSettings(List.of(other), locale, sending, unsubscribeLinks);
    }

    /** Whether a provider accepts and delivers the mail that waits. */
    public boolean hasProvider() {
        return sending.provider() != ProviderKind.NONE;
    }
}
