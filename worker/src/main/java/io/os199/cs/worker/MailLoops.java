package io.os199.cs.worker;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.communication.delivery.MailDelivery;

import java.time.Duration;
import java.util.List;

/** Delivers mail while the worker runs. */
final class MailLoops implements Managed {
    private static final Duration DELIVERY_EVERY = Duration.ofSeconds(2);
    private static final Duration SETTLING_EVERY = Duration.ofSeconds(15);
    private static final Duration ACCESS_EVERY = Duration.ofMinutes(15);

    private final MailDelivery mail;
    private final List<Loop> loops;

    MailLoops(MailDelivery mail) {
        this.mail = mail;
        this.loops =
                List.of(
                        new Loop("mail", DELIVERY_EVERY, mail.customers()::deliverSome),
                        new Loop("staff-mail", DELIVERY_EVERY, mail.colleagues()::deliverSome),
                        Loop.of(
                                "mail-settling",
                                SETTLING_EVERY,
                                mail.customers()::settleWhatIsLeft),
                        Loop.of("mail-access", ACCESS_EVERY, mail.customers()::tryAgain));
    }

    @Override
    public void start() {
        loops.forEach(Loop::start);
    }

    @Override
    public void stop() throws InterruptedException {
        mail.customers().leave();
        for (Loop each : loops) {
            each.stop();
        }
    }
}
