package io.os199.cs.communication.mail;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import java.time.Instant;
import java.util.List;

/** Mail to named people about our own work, without tracking: no campaign, nothing that counts who read it. */
public final class StaffMails {
    private final boolean hasProvider;

    /**
     * As the deployment can send.
     *
     * @param hasProvider whether somebody takes the mail; where nobody does it is kept and never sent
     */
    public StaffMails(boolean hasProvider) {
        this.hasProvider = hasProvider;
    }

    /** What becomes of a mail when it is written. */
    public enum Delivery {
        QUEUED,
        SKIPPED_NO_PROVIDER,
        FAILED
    }

    /** A mail and what became of it; it fails to an address that no mail may go to. */
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
