package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The subject and body of a mail, with tokens.
 *
 * @param bodyHtml the body again for readers that show HTML; absent for text only
 */
public record MailTexts(String subject, String bodyText, @Nullable String bodyHtml) {
    /** Creates texts without HTML. */
    public MailTexts(String subject, String bodyText) {
        this(subject, bodyText, null);
    }

    /** Parses the texts once, for mails to many people. */
    public ParsedTexts parsed() {
        return new ParsedTexts(this);
    }

    /** Returns what looks like a token in any of the texts but is none. */
    public List<String> faults() {
        return parsed().faults();
    }

    /** Returns the tokens of all texts. */
    public Set<MailToken> tokens() {
        return parsed().tokens();
    }

    /** Returns the tokens that need a value in any of the texts but have none here. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        return parsed().missing(values);
    }

    /** Returns all texts with these values, which are treated as plain text everywhere: in HTML they are escaped. */
    public MailTexts with(Map<MailToken, String> values) {
        return parsed().with(values);
    }
}
