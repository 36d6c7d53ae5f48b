package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.text.PersonalData;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * A mail as written to one person.
 *
 * @param template the texts with tokens
 * @param texts as the reader sees them
 * @param values of the tokens in the texts, from which the texts can be rebuilt
 * @param missing tokens that have neither a value nor a fallback: the letter cannot be sent
 */
public record Letter(
        Recipient recipient,
        MailTexts template,
        MailTexts texts,
        Map<MailToken, String> values,
        Set<MailToken> missing) {
    public Letter {
        values = Map.copyOf(values);
        missing = Set.copyOf(missing);
    }

    /** Returns the texts for somebody who may not see personal data: names are reduced to initials. */
    public MailTexts masked() {
        Map<MailToken, String> masked = new EnumMap<>(MailToken.class);
        values.forEach(
                (token, value) ->
                        masked.put(
                                token,
                                token == MailToken.CONTACT_NAME || token == MailToken.FIRST_NAME
                                        ? PersonalData.initials(value)
                                        : value));
        return template.with(shown(masked));
    }

    /** Fills in a placeholder for the value that a message gets only when it leaves. */
    static Map<MailToken, String> shown(Map<MailToken, String> values) {
        Map<MailToken, String> shown = new EnumMap<>(MailToken.class);
        shown.putAll(values);
        shown.put(MailToken.UNSUBSCRIBE_URL, "(link to unsubscribe)");
        return shown;
    }
}
