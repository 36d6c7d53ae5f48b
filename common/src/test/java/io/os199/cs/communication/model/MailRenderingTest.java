package io.os199.cs.communication.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whatever a value contains appears in the mail as it is, and as nothing else: no token, no markup, no header line. */
class MailRenderingTest {
    private static final String FIRST = "{{client_name}}";
    private static final String SECOND = "{{contact_name|nobody}}";

    /** Pieces that have a meaning somewhere, and some that do not. */
    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "<script>alert(1)</script>",
                        "<b>",
                        "</p>",
                        "<!--",
                        "]]>",
                        "\"",
                        "'",
                        "`",
                        "&",
                        "&lt;",
                        "&#x3c;",
                        "{{",
                        "}}",
                        FIRST,
                        SECOND,
                        "{{frist_name}}",
                        "${x}",
                        "$1",
                        "\\0",
                        "\r\nBcc: eve@example.com\r\n",
                        "\n",
                        "\u0085",
                        "\u2028",
                        "\u0000",
                        "javascript:alert(1)",
                        "=?UTF-8?B?QQ==?=",
                        "\u202e",
                        "\uD83D\uDE80",
                        "\u00e9",
                        " ",
                        "Ana")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    private static Map<MailToken, String> values(String client, String contact) {
        return Map.of(MailToken.CLIENT_NAME, client, MailToken.CONTACT_NAME, contact);
    }

    @Property
    void inTextAValueStandsAsItIs(
            @ForAll("hostile") String client, @ForAll("hostile") String contact) {
        assertThat(
                        MailTemplate.of("Dear " + FIRST + ",\n" + SECOND + "!")
                                .text(values(client, contact)))
                .isEqualTo("Dear " + client + ",\n" + contact + "!");
    }

    @Property
    void aSubjectStaysOneLineWhateverIsInIt(
            @ForAll("hostile") String client, @ForAll("hostile") String contact) {
        String line = MailTemplate.of(FIRST + ": " + SECOND).line(values(client, contact));
        assertThat(line.codePoints())
                .noneMatch(Character::isISOControl)
                .doesNotContain(0x2028, 0x2029);
        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(200);
        assertThat(line).hasSameSizeAs(cut(client + ": " + contact));
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= 200
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 200));
    }

    @Property
    void inHtmlAValueIsTextAndChangesNoElement(
            @ForAll("hostile") String client, @ForAll("hostile") String contact) {
        String html = "<p>Dear <b>" + FIRST + "</b></p><ul><li>" + SECOND + "</li></ul><p>Bye</p>";
        String written = MailTemplate.of(html).html(values(client, contact));
        assertThat(elements(written))
                .isEqualTo(elements(MailTemplate.of(html).html(values("x", "y"))));
        assertThat(text(written, "b")).isEqualTo(read(client));
        assertThat(text(written, "li")).isEqualTo(read(contact));
    }

    private static List<String> elements(String html) {
        return Jsoup.parseBodyFragment(html).body().getAllElements().stream()
                .map(each -> each.tagName() + each.attributes())
                .toList();
    }

    private static String text(String html, String element) {
        Element found = Jsoup.parseBodyFragment(html).selectFirst(element);
        return read(
                found.textNodes().stream()
                        .map(TextNode::getWholeText)
                        .collect(Collectors.joining()));
    }

    /** Returns the value as an HTML parser reads it: with a single kind of line end, and no NUL. */
    private static String read(String value) {
        return value.replace("\r\n", "\n").replace("\u0000", "");
    }
}
