package io.os199.cs.communication.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.campaign.MailHtml;
import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.SectionText;
import io.os199.cs.communication.model.SectionType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whatever authors and customers write is plain text in an edition. */
final class EditionWritingTest {
    private static final Set<String> OURS = Set.of("div", "h1", "h2", "p", "br", "a", "hr");

    @Test
    void anEditionIsHeadingsParagraphsAndLinks() {
        MailTexts texts =
                texts(
                        "Hello {{first_name|there}},\n\n"
                                + "read [the \"notes\" & more](https://v.example/a?b=1&c=2)\n"
                                + "now.",
                        "https://v.example/all");
        assertThat(texts.bodyText())
                .isEqualTo(
                        """
                        Product news

                        A title
                        -------
                        Hello {{first_name|there}},

                        read the "notes" & more (https://v.example/a?b=1&c=2)
                        now.

                        All of it: https://v.example/all

                        --
                        Unsubscribe: {{unsubscribe_url}}
                        """);
        assertThat(texts.bodyHtml())
                .isEqualTo(
                        """
                        <div lang="en-GB">
                        <h1>Product news</h1>
                        <h2>A title</h2>
                        <p>Hello {{first_name|there}},</p>
                        <p>read <a href="https://v.example/a?b=1&amp;c=2">the &quot;notes&quot; &amp; more</a><br>
                        now.</p>
                        <p><a href="https://v.example/all">All of it</a></p>
                        <hr>
                        <p><a href="{{unsubscribe_url}}">Unsubscribe</a></p>
                        </div>
                        """);
        assertThat(MailHtml.faults(html(texts))).isEmpty();
    }

    @Test
    void whatIsNoHttpsAddressIsNoLink() {
        for (String bad :
                List.of(
                        "[x](javascript:alert(1))",
                        "[x](http://v.example)",
                        "[x](https://v.example@evil.example/)",
                        "[x](https://v.example/\"onclick=\"x)",
                        "[x](data:text/html,x)",
                        "[x](https:///nowhere)")) {
            Document read = Jsoup.parseBodyFragment(html(texts(bad, null)));
            assertThat(read.select("a")).as(bad).hasSize(1);
            assertThat(read.select("p").first().text()).isEqualTo(bad);
            assertThat(SectionText.badAddresses(bad)).as(bad).isNotEmpty();
        }
        assertThat(SectionText.badAddresses("see [a](https://v.example/b) and [1]")).isEmpty();
    }

    @Property(tries = 1_000)
    void nothingForeignEntersAndNothingIsReadTwice(
            @ForAll("hostile") String content,
            @ForAll("hostile") String title,
            @ForAll("hostile") String value) {
        MailTexts texts =
                EditionWriting.texts(
                        new EditionWriting.Content(
                                "Product news",
                                "s",
                                title,
                                List.of(
                                        new NewsletterSection(
                                                SectionType.TIP,
                                                title,
                                                content,
                                                "https://v.example/x",
                                                title))),
                        Locale.UK);
        Map<MailToken, String> values =
                Map.of(
                        MailToken.FIRST_NAME,
                        value,
                        MailToken.UNSUBSCRIBE_URL,
                        "https://cs.example/u/token");
        // Faulty content is refused before it is stored; stored content is valid.
        if (MailTemplate.of(content).faults().isEmpty()
                && MailTemplate.of(title).faults().isEmpty()
                && texts.faults().isEmpty()) {
            assertThat(MailHtml.faults(html(texts))).isEmpty();
            assertThat(html(texts.with(values))).satisfies(EditionWritingTest::isOurs);
        }
        assertThat(html(texts)).satisfies(EditionWritingTest::isOurs);
    }

    private static void isOurs(String html) {
        Document read = Jsoup.parseBodyFragment(html);
        for (Element each : read.body().getAllElements()) {
            if (each != read.body()) {
                assertThat(OURS).contains(each.normalName());
                each.attributes()
                        .forEach(
                                attribute ->
                                        assertThat(attribute.getKey())
                                                .isIn("href", "lang", "style"));
            }
            if (each.normalName().equals("a")) {
                assertThat(each.attr("href"))
                        .matches("https://[^\"'<>\\s]+|\\{\\{unsubscribe_url}}");
            }
        }
        assertThat(read.body().children()).hasSize(1);
        assertThat(read.select("h1")).hasSize(1);
        assertThat(read.select("h2")).hasSize(1);
    }

    @Provide
    private static Arbitrary<String> hostile() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "<script>alert(1)</script>",
                        "</p></div>",
                        "<img src=x onerror=y>",
                        "\"",
                        "'",
                        "&",
                        "<",
                        ">",
                        "`",
                        "{{",
                        "}}",
                        "{",
                        "}",
                        "[",
                        "](",
                        ")",
                        "{{first_name}}",
                        "{{first_name|a<b>'\"&}}",
                        "{{unsubscribe_url}}",
                        "{{first_name|[x](https://evil.example/)}}",
                        "[a](https://v.example/b)",
                        "[{{first_name|c}}](https://v.example/d)",
                        "[x](javascript:alert(1))",
                        "[x](https://v.example/\" onclick=\"y)",
                        "javascript:alert(1)",
                        "<!--",
                        "-->",
                        "&#60;b&#62;",
                        "\n",
                        "\n\n",
                        "\r\n",
                        "\u0000",
                        "\u202e",
                        "\ud83d",
                        "word",
                        " ");
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(12)
                .map(each -> String.join("", each));
    }

    private static MailTexts texts(String content, String linkUrl) {
        return EditionWriting.texts(
                new EditionWriting.Content(
                        "Product news",
                        "s",
                        null,
                        List.of(
                                new NewsletterSection(
                                        SectionType.UPDATE,
                                        "A title",
                                        content,
                                        linkUrl,
                                        linkUrl == null ? null : "All of it"))),
                Locale.UK);
    }

    private static String html(MailTexts texts) {
        String html = texts.bodyHtml();
        assertThat(html).isNotNull();
        return html;
    }
}
