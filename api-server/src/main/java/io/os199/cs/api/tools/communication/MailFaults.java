package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What can be wrong with a part of a mail, whichever tool writes it. */
final class MailFaults {
    private MailFaults() {}

    /** Of a text with tokens. */
    static List<Fault> text(String field, @Nullable String text) {
        List<Fault> faults = new ArrayList<>();
        if (text == null) {
            return faults;
        }
        if (text.isBlank()) {
            faults.add(new Fault(field, field + " is blank", "words"));
        }
        MailTemplate template = MailTemplate.of(text);
        for (String word : template.faults()) {
            faults.add(
                    new Fault(
                            field,
                            "there is no token " + word,
                            String.join(" or ", Letters.nearest(word))
                                    + "; a token is {{name}} or {{name|fallback}}"));
        }
        template.tokens().stream()
                .filter(MailToken::isOfOccurrence)
                .forEach(
                        token ->
                                faults.add(
                                        new Fault(
                                                field,
                                                "the token "
                                                        + token.word()
                                                        + " has a value in onboarding's mails only",
                                                "another token")));
        return faults;
    }

    /** Of whom it is from. */
    static List<Fault> sender(String field, @Nullable String sender, MailSettings settings) {
        return sender == null || settings.sender(sender).isPresent()
                ? List.of()
                : List.of(
                        new Fault(
                                field,
                                "No mail may be from this address here",
                                settings.senders().stream()
                                        .map(Sender::address)
                                        .collect(Collectors.joining(" or "))));
    }
}
