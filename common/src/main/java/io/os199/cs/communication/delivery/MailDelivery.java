package io.os199.cs.communication.delivery;

import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.database.Database;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The delivery of all outgoing mail by a worker. */
public record MailDelivery(Delivery customers, StaffDelivery colleagues) {
    private static final int AT_ONCE = 4;

    /** Creates the delivery over a provider; both kinds of mail share one rate. */
    public static MailDelivery of(
            Database database,
            MailProvider provider,
            Unsubscribing unsubscribing,
            MailSettings settings,
            Buckets buckets,
            ClientAnswers answers,
            Clock clock) {
        Permits permits = new Permits(buckets, settings.sending().ratePerSecond(), Thread::sleep);
        Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
        return new MailDelivery(
                new Delivery(
                        database,
                        provider,
                        new Writing(unsubscribing),
                        permits,
                        backoff,
                        new DeliveryTerms(
                                UUID.randomUUID().toString(),
                                AT_ONCE,
                                settings.sending().guarantee() == DeliveryGuarantee.AT_LEAST_ONCE),
                        new Timeline(),
                        answers,
                        clock),
                new StaffDelivery(database, provider, settings.sender(), permits, backoff, clock));
    }
}
