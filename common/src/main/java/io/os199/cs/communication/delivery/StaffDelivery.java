package io.os199.cs.communication.delivery;

import io.os199.cs.communication.delivery.StaffDeliveryDao.Held;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.platform.database.Database;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands mails to colleagues to the provider, one after the other. A mail is sent again when its worker died or it is
 * unknown whether the provider has it: for our own people a second mail is better than none.
 */
public final class StaffDelivery {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration UNTIL_THE_ACCESS_IS_MENDED = Duration.ofMinutes(15);
    private static final int MOST = 20;

    private final Database database;
    private final MailProvider provider;
    private final Sender sender;
    private final Permits permits;
    private final Backoff backoff;
    private final Clock clock;

    StaffDelivery(
            Database database,
            MailProvider provider,
            Sender sender,
            Permits permits,
            Backoff backoff,
            Clock clock) {
        this.database = database;
        this.provider = provider;
        this.sender = sender;
        this.permits = permits;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** Delivers due mails; returns whether there may be more. */
    public boolean deliverSome() {
        Instant now = clock.instant();
        List<Held> held =
                database.write(
                        tx -> tx.dao(StaffDeliveryDao.class).claim(now.plus(LEASE), now, MOST));
        for (Held each : held) {
            if (permits.take(LEASE.dividedBy(2))) {
                settle(each, provider.send(mail(each)));
            }
        }
        return held.size() == MOST;
    }

    private OutgoingMail mail(Held mail) {
        return new OutgoingMail(
                mail.mailId(),
                "",
                "staff",
                sender.address(),
                sender.name(),
                mail.recipientEmail(),
                mail.subject().replaceAll("\\p{Cntrl}+", " "),
                mail.bodyText(),
                null,
                null);
    }

    private void settle(Held mail, DeliveryOutcome outcome) {
        switch (outcome) {
            case DeliveryOutcome.Accepted _ -> settle(mail, "sent", null, null);
            case DeliveryOutcome.Invalid(String reason) -> settle(mail, "failed", reason, null);
            case DeliveryOutcome.Uncertain(String reason) -> later(mail, reason, null);
            case DeliveryOutcome.RefusedForNow(String reason, Duration asked) ->
                    later(mail, reason, asked);
            case DeliveryOutcome.NotAsked(String reason, Duration left) ->
                    database.write(
                            tx ->
                                    tx.dao(StaffDeliveryDao.class)
                                            .putBack(
                                                    mail.mailId(),
                                                    reason,
                                                    clock.instant().plus(left),
                                                    clock.instant()));
            case DeliveryOutcome.Unauthorized(String reason) ->
                    later(mail, reason, UNTIL_THE_ACCESS_IS_MENDED);
        }
    }

    private void later(Held mail, String reason, @Nullable Duration asked) {
        Optional<Duration> wait = backoff.after(mail.attempts(), asked);
        settle(
                mail,
                wait.isPresent() ? "queued" : "failed",
                reason,
                wait.map(clock.instant()::plus).orElse(null));
    }

    private void settle(
            Held mail, String status, @Nullable String error, @Nullable Instant nextAttemptAt) {
        database.write(
                tx ->
                        tx.dao(StaffDeliveryDao.class)
                                .settle(
                                        mail.mailId(),
                                        status,
                                        error,
                                        nextAttemptAt,
                                        clock.instant()));
    }
}
