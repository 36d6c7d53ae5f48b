package io.os199.cs.communication.mail;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import java.time.Instant;
import java.util.List;

/** Mail to named people about our own work, without tracking: it has no campaign, and nothing counts who read it. */
public final class StaffMails {
    private final boolean hasProvider;

    /**
     * Creates it as the deployment can send.
     *
     * @param hasProvider whether a provider accepts the mail; if not, it is stored and never sent
     */
    public StaffMails(boolean hasProvider) {
        this.hasProvider = hasProvider;
    }

    /** What happens to a mail when it is written. */
    public enum Delivery {
        QUEUED,
        SKIPPED_NO_PROVIDER,
        FAILED
    }

    /** A mail and its status; it fails for an address to which no mail may go. */
    public record Sent(String recipient, Delivery status) {}

    /**
     * Writes one mail for each recipient, in their order.
     *
     * @param table with {@code refId} the row that it is about
     */
    public List<Sent> write(
            Transaction tx,
            List<String> recipients,
            String subject,
            String body,
            String table,
            String refId,
            Instant now) {
        return recipients.isEmpty()
                ? List.of()
                : tx.dao(StaffMailDao.class)
                        .insert(
                                recipients.stream()
                                        .map(_ -> TypeId.next("mail"))
                                        .toArray(String[]::new),
                                recipients.toArray(String[]::new),
                                hasProvider ? Delivery.QUEUED : Delivery.SKIPPED_NO_PROVIDER,
                                subject,
                                body,
                                table,
                                refId,
                                now);
    }
}
