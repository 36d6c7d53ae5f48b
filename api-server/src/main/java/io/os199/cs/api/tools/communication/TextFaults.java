package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.answer.Refusal.Fault;

import java.util.ArrayList;
import java.util.List;

/** Finds faults in a text of a mail, which may hold tokens. */
final class TextFaults {
    private TextFaults() {}

    /** Finds the faults of a text; a blank one is a fault too. */
    static List<Fault> of(String field, String text) {
        List<Fault> faults = new ArrayList<>();
        if (text.isBlank()) {
            faults.add(new Fault(field, field + " is blank", "words"));
        }
        faults.addAll(ofTokens(field, text));
        return faults;
    }

    static List<Fault> ofTokens(String field, String text) {
        List<Fault> faults = new ArrayList<>();
        MailTemplate template = MailTemplate.of(text);
        for (String word : template.faults()) {
            faults.add(
                    new Fault(
                            field,
                            "there is no token " + word,
                            "one of "
                                    + String.join(", ", Letters.nearest(word))
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
                                                "one of " + String.join(", ", MailToken.words()))));
        return faults;
    }
}
