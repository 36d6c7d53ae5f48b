package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The texts of a mail, parsed once for tokens however many people it goes to. */
public final class ParsedTexts {
    private final MailTemplate subject;
    private final MailTemplate bodyText;
    private final @Nullable MailTemplate bodyHtml;
    private final Set<MailToken> tokens = EnumSet.noneOf(MailToken.class);

    ParsedTexts(MailTexts texts) {
        String html = texts.bodyHtml();
        this.subject = MailTemplate.of(texts.subject());
        this.bodyText = MailTemplate.of(texts.bodyText());
        this.bodyHtml = html == null ? null : MailTemplate.of(html);
        templates().forEach(each -> tokens.addAll(each.tokens()));
    }

    private Stream<MailTemplate> templates() {
        return Stream.concat(Stream.of(subject, bodyText), Stream.ofNullable(bodyHtml));
    }

    /** Returns what looks like a token in any of the texts but is none. */
    public List<String> faults() {
        return templates().flatMap(each -> each.faults().stream()).toList();
    }

    /** Returns the tokens of all texts. */
    public Set<MailToken> tokens() {
        return Set.copyOf(tokens);
    }

    /** Whether any of the texts has the token. */
    public boolean has(MailToken token) {
        return tokens.contains(token);
    }

    /** Returns the tokens that need a value in any of the texts but have none here. */
    public Set<MailToken> missing(Map<MailToken, String> values) {
        Set<MailToken> missing = EnumSet.noneOf(MailToken.class);
        templates().forEach(each -> missing.addAll(each.missing(values)));
        return missing;
    }

    /** Returns all texts with these values, which are treated as plain text everywhere: in HTML they are escaped. */
    public MailTexts with(Map<MailToken, String> values) {
        return new MailTexts(
                subject.line(values),
                bodyText.text(values),
                bodyHtml == null ? null : bodyHtml.html(values));
    }
}
