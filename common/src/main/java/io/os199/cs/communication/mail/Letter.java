package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;

import java.util.Map;
import java.util.Set;

/**
 * A mail as it is written to one person.
 *
 * @param texts as they are read
 * @param values of the tokens in the texts, of which they can be made again
 * @param missing tokens that have no value and nothing in its place: it cannot be sent
 */
public record Letter(
        Recipient recipient,
        MailTexts texts,
        Map<MailToken, String> values,
        Set<MailToken> missing) {
    public Letter {
        values = Map.copyOf(values);
        missing = Set.copyOf(missing);
    }
}
