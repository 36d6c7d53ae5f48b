package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.communication.model.MailToken;

import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks the HTML of a mail against an allowlist; anything else is reported with its place, nothing is removed
 * silently. Tokens stand in text, or are the whole address of a link.
 */
public final class MailHtml {
    private static final int MOST_FAULTS = 10;
    private static final int MOST_ERRORS = 10;
    private static final Set<String> EVERYWHERE =
            Set.of("style", "class", "align", "valign", "width", "height", "dir", "lang", "title");
    private static final Map<String, Set<String>> ELEMENTS =
            Map.ofEntries(
                    Map.entry("a", Set.of("href")),
                    Map.entry("img", Set.of("src", "alt", "border")),
                    Map.entry(
                            "table",
                            Set.of("border", "cellpadding", "cellspacing", "bgcolor", "role")),
                    Map.entry("td", Set.of("colspan", "rowspan", "bgcolor")),
                    Map.entry("th", Set.of("colspan", "rowspan", "bgcolor", "scope")),
                    Map.entry("tr", Set.of("bgcolor")),
                    Map.entry("tbody", Set.of()),
                    Map.entry("thead", Set.of()),
                    Map.entry("tfoot", Set.of()),
                    Map.entry("caption", Set.of()),
                    Map.entry("p", Set.of()),
                    Map.entry("div", Set.of()),
                    Map.entry("span", Set.of()),
                    Map.entry("br", Set.of()),
                    Map.entry("hr", Set.of()),
                    Map.entry("h1", Set.of()),
                    Map.entry("h2", Set.of()),
                    Map.entry("h3", Set.of()),
                    Map.entry("h4", Set.of()),
                    Map.entry("ul", Set.of()),
                    Map.entry("ol", Set.of("start")),
                    Map.entry("li", Set.of()),
                    Map.entry("b", Set.of()),
                    Map.entry("strong", Set.of()),
                    Map.entry("i", Set.of()),
                    Map.entry("em", Set.of()),
                    Map.entry("u", Set.of()),
                    Map.entry("s", Set.of()),
                    Map.entry("small", Set.of()),
                    Map.entry("sub", Set.of()),
                    Map.entry("sup", Set.of()),
                    Map.entry("blockquote", Set.of()),
                    Map.entry("pre", Set.of()),
                    Map.entry("code", Set.of()));

    private final List<String> faults = new ArrayList<>();

    private MailHtml() {}

    /** Returns the faults, each with its line and column; at most ten. */
    public static List<String> faults(String html) {
        MailHtml check = new MailHtml();
        Parser parser = Parser.htmlParser().setTrackErrors(MOST_ERRORS).setTrackPosition(true);
        Document document = Document.createShell("");
        List<Node> nodes = parser.parseFragmentInput(html, document.body(), "");
        for (ParseError error : parser.getErrors()) {
            check.add(error.getCursorPos(), error.getErrorMessage());
        }
        nodes.forEach(check::node);
        return check.faults.stream().limit(MOST_FAULTS).toList();
    }

    private void node(Node node) {
        switch (node) {
            case Element element -> element(element);
            case TextNode text -> tokens(text.getWholeText(), text);
            case Comment comment -> add(comment, "a comment is not allowed");
            case DataNode data -> add(data, "a script or style sheet is not allowed");
            case DocumentType type -> add(type, "a document type is not allowed");
            default -> add(node, "this is not allowed");
        }
    }

    private void element(Element element) {
        String name = element.normalName();
        Set<String> own = ELEMENTS.get(name);
        if (own == null) {
            add(element, "<" + name + "> is not allowed");
            return;
        }
        for (Attribute attribute : element.attributes()) {
            attribute(element, own, attribute);
        }
        element.childNodes().forEach(this::node);
    }

    private void attribute(Element element, Set<String> own, Attribute attribute) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        String value = attribute.getValue().strip();
        if (!own.contains(name) && !EVERYWHERE.contains(name)) {
            add(
                    element,
                    "the attribute " + name + " is not allowed in <" + element.normalName() + ">");
        } else if (name.equals("href")) {
            link(element, value);
        } else if (name.equals("src") && !isSafe(value)) {
            add(element, "src has to be an https address");
        } else if (name.equals("style") && hasAddress(value)) {
            add(element, "a style may name no address");
        } else if (value.contains("{{")) {
            add(element, "a token may stand in text, or be the whole href of a link");
        }
    }

    private void link(Element element, String value) {
        if (!value.contains("{{")) {
            if (!isSafe(value) && !value.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
                add(element, "href has to be an https or mailto address");
            }
            return;
        }
        MailTemplate template = MailTemplate.of(value);
        boolean isOne =
                template.faults().isEmpty()
                        && value.startsWith("{{")
                        && value.indexOf("}}") == value.length() - 2
                        && template.tokens().equals(Set.of(MailToken.UNSUBSCRIBE_URL));
        if (!isOne) {
            add(
                    element,
                    "the only token that is an address is {{unsubscribe_url}}, alone in its href");
        }
    }

    /** Reports tokens that the HTML splits; unknown words in braces are reported with the other texts. */
    private void tokens(String text, Node node) {
        if (MailTemplate.of(text).faults().stream().anyMatch(each -> each.startsWith("{{"))) {
            add(node, "a token is cut by the HTML around it");
        }
    }

    private static boolean hasAddress(String style) {
        String plain = style.toLowerCase(Locale.ROOT).replaceAll("\\s|\\\\", "");
        return plain.contains("url(") || plain.contains("expression(") || plain.contains("@import");
    }

    private static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void add(Node node, String what) {
        add(
                "%d:%d"
                        .formatted(
                                node.sourceRange().start().lineNumber(),
                                node.sourceRange().start().columnNumber()),
                what);
    }

    private void add(String place, String what) {
        faults.add("at " + place + ": " + what);
    }
}
