package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
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

    private List<MailTemplate> templates() {
        List<MailTemplate> templates = new ArrayList<>();
        templates.add(MailTemplate.of(subject));
        templates.add(MailTemplate.of(bodyText));
        if (bodyHtml != null) {
            templates.add(MailTemplate.of(bodyHtml));
        }
        return templates;
    }

    /** What stands in one of them as a token and is none. */
    public List<String> faults() {
        return templates().stream().flatMap(each -> each.faults().stream()).toList();
    }

    /** The tokens of all. */
    public Set<MailToken> tokens() {
        Set<MailToken> tokens = EnumSet.noneOf(MailToken.class);
        templates().forEach(each -> tokens.addAll(each.tokens()));
        return tokens;
    }

    /** The tokens that have to have a value in one of them, and have none of these. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        Set<MailToken> missing = EnumSet.noneOf(MailToken.class);
        templates().forEach(each -> missing.addAll(each.missing(values)));
        return missing;
    }

    /** All with these values, which are text wherever they stand: in HTML they are escaped. */
    public MailTexts with(Map<MailToken, String> values) {
        return new MailTexts(
                MailTemplate.of(subject).line(values),
                MailTemplate.of(bodyText).text(values),
                bodyHtml == null ? null : MailTemplate.of(bodyHtml).html(values));
    }
}
