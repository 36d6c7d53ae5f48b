package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/** Finds faults in the sender of a mail. */
final class SenderFaults {
    private SenderFaults() {}

    static List<Fault> of(String field, @Nullable String sender, MailSettings settings) {
        if (sender == null || settings.sender(sender).isPresent()) {
            return List.of();
        }
        String senders =
                settings.senders().stream()
                        .map(Sender::address)
                        .collect(Collectors.joining(" or "));
        return List.of(
                new Fault(
                        field, "No mail may be from this address here; send " + senders, senders));
    }
}
