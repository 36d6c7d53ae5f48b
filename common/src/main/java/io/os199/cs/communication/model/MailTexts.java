package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Subject and body of a mail, with tokens.
 *
 * @param bodyHtml the body once more for readers that show HTML; absent for text alone
 */
public record MailTexts(String subject, String bodyText, @Nullable String bodyHtml) {
    /** Without HTML. */
    public MailTexts(String subject, String bodyText) {
        this(subject, bodyText, null);
    }

    /** Read once, for whoever writes it to many. */
    public ParsedTexts parsed() {
        return new ParsedTexts(this);
    }

    /** What stands in one of them as a token and is none. */
    public List<String> faults() {
        return parsed().faults();
    }

    /** The tokens of all. */
    public Set<MailToken> tokens() {
        return parsed().tokens();
    }

    /** The tokens that have to have a value in one of them, and have none of these. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        return parsed().missing(values);
    }

    /** All with these values, which are text wherever they stand: in HTML they are escaped. */
    public MailTexts with(Map<MailToken, String> values) {
        return parsed().with(values);
    }
}
