package io.os199.cs.communication.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Subject and body of a mail, both with tokens. */
public record MailTexts(String subject, String bodyText) {

    /** What stands in one of them as a token and is none. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>(MailTemplate.of(subject).faults());
        faults.addAll(MailTemplate.of(bodyText).faults());
        return faults;
    }

    /** The tokens of both. */
    public Set<MailToken> tokens() {
        Set<MailToken> tokens = EnumSet.noneOf(MailToken.class);
        tokens.addAll(MailTemplate.of(subject).tokens());
        tokens.addAll(MailTemplate.of(bodyText).tokens());
        return tokens;
    }

    /** The tokens of both that have to have a value, and have none of these. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        Set<MailToken> missing = EnumSet.noneOf(MailToken.class);
        missing.addAll(MailTemplate.of(subject).missing(values));
        missing.addAll(MailTemplate.of(bodyText).missing(values));
        return missing;
    }

    /** Both with these values. */
    public MailTexts with(Map<MailToken, String> values) {
        return new MailTexts(
                MailTemplate.of(subject).line(values), MailTemplate.of(bodyText).text(values));
    }
}
