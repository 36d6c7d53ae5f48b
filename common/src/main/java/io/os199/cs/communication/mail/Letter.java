package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.text.PersonalData;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * A mail as it is written to one person.
 *
 * @param template of the texts
 * @param texts as they are read
 * @param values of the tokens in the texts, of which they can be made again
 * @param missing tokens that have no value and nothing in its place: it cannot be sent
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

    /** The texts for somebody who may not see personal data: of names, the initials. */
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

    /** With something in the place of what a message gets when it leaves. */
    static Map<MailToken, String> shown(Map<MailToken, String> values) {
        Map<MailToken, String> shown = new EnumMap<>(MailToken.class);
        shown.putAll(values);
        shown.put(MailToken.UNSUBSCRIBE_URL, "(link to unsubscribe)");
        return shown;
    }
}
