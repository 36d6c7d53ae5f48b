package io.os199.cs.communication.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider that records what it was handed and answers as a test says. */
final class RecordingProvider implements MailProvider {
    final List<OutgoingMail> taken = new CopyOnWriteArrayList<>();
    volatile Function<OutgoingMail, DeliveryOutcome> answer =
            mail -> new DeliveryOutcome.Accepted("provider_" + mail.messageId());
    volatile boolean usable = true;
    volatile int checks;

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public DeliveryOutcome send(OutgoingMail mail) {
        taken.add(mail);
        return answer.apply(mail);
    }

    @Override
    public boolean isUsable() {
        checks++;
        return usable;
    }
}
