package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.SectionText;
import io.os199.cs.communication.model.SectionText.Link;
import io.os199.cs.communication.model.SectionText.Piece;
import io.os199.cs.communication.model.SectionText.Words;
import io.os199.cs.platform.text.HtmlText;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes editions: fixed HTML of headings, paragraphs and links, and the same as plain text. Whatever an author
 * writes is treated as text, and tokens stay tokens.
 */
public final class EditionWriting {
    private static final String UNSUBSCRIBE = "{{" + MailToken.UNSUBSCRIBE_URL.word() + "}}";

    private EditionWriting() {}

    /**
     * The content of an edition.
     *
     * @param name of the newsletter
     * @param previewText the text that mail programs show beside the subject
     */
    public record Content(
            String name,
            String subject,
            @Nullable String previewText,
            List<NewsletterSection> sections) {
        public Content {
            sections = List.copyOf(sections);
        }
    }

    /** Returns the texts of a mail, with tokens. */
    public static MailTexts texts(Content content, Locale locale) {
        return new MailTexts(content.subject(), text(content), html(content, locale));
    }

    /**
     * Returns the texts with the names of tokens in place of their values, for a test addressed to nobody in
     * particular.
     */
    public static MailTexts sample(Content content, Locale locale) {
        Map<MailToken, String> values = new EnumMap<>(MailToken.class);
        for (MailToken token : MailToken.values()) {
            values.put(token, "(" + token.word().replace('_', ' ') + ")");
        }
        return texts(content, locale).with(values);
    }

    private static String text(Content content) {
        StringBuilder text = new StringBuilder();
        text.append(clean(content.name())).append("\n\n");
        String previewText = content.previewText();
        if (previewText != null) {
            text.append(clean(previewText)).append("\n\n");
        }
        for (NewsletterSection section : content.sections()) {
            String title = clean(section.title());
            text.append(title).append('\n').append("-".repeat(title.length())).append('\n');
            for (Piece piece : SectionText.of(clean(section.content()).strip()).pieces()) {
                switch (piece) {
                    case Words(String words) -> text.append(words);
                    case Link(String label, String address) ->
                            text.append(label).append(" (").append(address).append(')');
                }
            }
            String linkUrl = section.linkUrl();
            if (linkUrl != null) {
                text.append("\n\n").append(linkText(section)).append(": ").append(linkUrl);
            }
            text.append("\n\n");
        }
        return text.append("--\nUnsubscribe: ").append(UNSUBSCRIBE).append('\n').toString();
    }

    private static String html(Content content, Locale locale) {
        StringBuilder html = new StringBuilder();
        html.append("<div lang=\"")
                .append(HtmlText.escaped(locale.toLanguageTag()))
                .append("\">\n");
        String previewText = content.previewText();
        if (previewText != null) {
            html.append("<div style=\"display:none\">")
                    .append(HtmlText.escaped(clean(previewText)))
                    .append("</div>\n");
        }
        html.append("<h1>").append(HtmlText.escaped(clean(content.name()))).append("</h1>\n");
        for (NewsletterSection section : content.sections()) {
            html.append("<h2>").append(HtmlText.escaped(clean(section.title()))).append("</h2>\n");
            html.append("<p>")
                    .append(paragraphs(clean(section.content()).strip()))
                    .append("</p>\n");
            String linkUrl = section.linkUrl();
            if (linkUrl != null) {
                html.append("<p>").append(link(linkText(section), linkUrl)).append("</p>\n");
            }
        }
        return html.append("<hr>\n<p>")
                .append("<a href=\"" + UNSUBSCRIBE + "\">Unsubscribe</a>")
                .append("</p>\n</div>\n")
                .toString();
    }

    private static String paragraphs(String content) {
        StringBuilder html = new StringBuilder();
        for (Piece piece : SectionText.of(content).pieces()) {
            switch (piece) {
                case Words(String words) -> html.append(broken(HtmlText.escaped(words)));
                case Link(String label, String address) -> html.append(link(label, address));
            }
        }
        return html.toString();
    }

    /** Splits paragraphs at blank lines; a token is never split, whatever it contains. */
    private static String broken(String escaped) {
        return outsideTokens(
                escaped,
                words ->
                        words.replaceAll("\\n[ \\t]*\\n\\s*", "</p>\n<p>")
                                .replaceAll("(?<!</p>)\\n(?!<p>)", "<br>\n"));
    }

    private static String outsideTokens(String text, UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder();
        int read = 0;
        for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", read)) {
            int end = text.indexOf("}}", at);
            if (end < 0) {
                break;
            }
            changed.append(change.apply(text.substring(read, at)))
                    .append(text.substring(at, end + 2).replace('\n', ' '));
            read = end + 2;
        }
        return changed.append(change.apply(text.substring(read))).toString();
    }

    private static String link(String label, String address) {
        return "<a href=\""
                + HtmlText.escaped(address)
                + "\">"
                + HtmlText.escaped(clean(label))
                + "</a>";
    }

    private static String linkText(NewsletterSection section) {
        String linkText = section.linkText();
        return clean(linkText == null ? section.title() : linkText);
    }

    /** Removes control characters and unpaired surrogates. */
    private static String clean(String text) {
        return text.replaceAll("\\r\\n?", "\n").replaceAll("[\\p{Cntrl}\\p{Cs}&&[^\\n]]", " ");
    }
}
