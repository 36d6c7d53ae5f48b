package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The texts of a mail, whose tokens were looked for once however many it is written to. */
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

    /** What stands in one of them as a token and is none. */
    public List<String> faults() {
        return templates().flatMap(each -> each.faults().stream()).toList();
    }

    /** The tokens of all. */
    public Set<MailToken> tokens() {
        return Set.copyOf(tokens);
    }

    /** Whether one of them has it. */
    public boolean has(MailToken token) {
        return tokens.contains(token);
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
                subject.line(values),
                bodyText.text(values),
                bodyHtml == null ? null : bodyHtml.html(values));
    }
}
