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
            faults.add(new Fault(field, field + " is blank; send words", "words"));
        }
        faults.addAll(ofTokens(field, text));
        return faults;
    }

    static List<Fault> ofTokens(String field, String text) {
        List<Fault> faults = new ArrayList<>();
        MailTemplate template = MailTemplate.of(text);
        for (String word : template.faults()) {
            List<String> nearest = Letters.nearest(word);
            faults.add(
                    new Fault(
                            field,
                            "there is no token %s; send {{%s}} or another"
                                    .formatted(word, nearest.getFirst()),
                            "one of "
                                    + String.join(", ", nearest)
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
                                                        + " has a value in onboarding's mails only;"
                                                        + " leave it out",
                                                "one of " + String.join(", ", MailToken.words()))));
        return faults;
    }
}
