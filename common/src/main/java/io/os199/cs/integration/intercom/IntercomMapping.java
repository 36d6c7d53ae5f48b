package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.intercom.IntercomConversation.Change;
import io.os199.cs.integration.intercom.IntercomConversation.Said;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.RemoteTickets.Author;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Maps a conversation of Intercom's API to a ticket. */
final class IntercomMapping {
    private static final int SUBJECT_OF_BODY = 80;

    /** The types of parts that are answers, whether or not they contain words. */
    private static final Set<String> ANSWERS = Set.of("comment", "quick_reply");

    private IntercomMapping() {}

    /**
     * Returns a conversation as a ticket; empty where nobody asked anything, because it was sent automatically or
     * begun by a colleague and not answered, or where it is no conversation.
     */
    static Optional<IntercomConversation> conversation(JsonNode json) {
        String id = text(json.path("id"));
        Instant opened = instant(json.path("created_at"));
        if (id == null || opened == null) {
            return Optional.empty();
        }
        List<Said> said = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (JsonNode part : json.at("/conversation_parts/conversation_parts")) {
            read(part, said, changes);
        }
        JsonNode source = json.path("source");
        boolean isAutomated = source.path("delivered_as").asText().equals("automated");
        JsonNode author = source.path("author");
        boolean isCustomers = author(author) == Author.CUSTOMER;
        if ((isAutomated || !isCustomers)
                && said.stream().noneMatch(each -> each.author() == Author.CUSTOMER)) {
            return Optional.empty();
        }
        String body = plain(words(source.path("body")));
        String subject = plain(words(source.path("subject"))).replaceAll("\\s+", " ");
        String admin = text(json.path("admin_assignee_id"));
        Instant updated = instant(json.path("updated_at"));
        return Optional.of(
                new IntercomConversation(
                        id,
                        subject.isEmpty() ? beginning(body, id) : subject,
                        body,
                        json.path("priority").asText().equals("priority")
                                ? TicketPriority.P2
                                : TicketPriority.P3,
                        status(json, admin != null, said),
                        contact(json, author, isCustomers),
                        isCustomers ? text(author.path("email")) : null,
                        isCustomers ? text(author.path("name")) : null,
                        admin,
                        text(json.path("team_assignee_id")),
                        tags(json),
                        isCustomers,
                        opened,
                        updated == null ? opened : updated,
                        rating(json.at("/conversation_rating/rating")),
                        text(json.at("/conversation_rating/remark")),
                        said,
                        changes));
    }

    private static void read(JsonNode part, List<Said> said, List<Change> changes) {
        String id = text(part.path("id"));
        Instant at = instant(part.path("created_at"));
        if (id == null || at == null) {
            return;
        }
        String type = part.path("part_type").asText();
        String text = said(part, type);
        if (!text.isEmpty()) {
            JsonNode author = part.path("author");
            said.add(
                    new Said(
                            id,
                            author(author),
                            text(author.path("id")),
                            text(author.path("email")),
                            !type.startsWith("note"),
                            text,
                            at));
        }
        TicketStatus to = change(type, said);
        if (to != null) {
            TicketStatus from = changes.isEmpty() ? TicketStatus.OPEN : changes.getLast().to();
            changes.add(new Change(id, from, to, at));
        }
    }

    /** Returns the words of a part; for an answer without any, a text that says it is one. */
    private static String said(JsonNode part, String type) {
        String body = plain(words(part.path("body")));
        int attachments = part.path("attachments").size();
        if (!body.isEmpty() || !ANSWERS.contains(type)) {
            return body;
        }
        return attachments > 0 ? "(%d attached)".formatted(attachments) : "(a quick reply)";
    }

    /**
     * Returns the status that a part changes a conversation to. Intercom has a type for each way in which a
     * conversation is reopened: by hand, by its timer, with an assignment or a note.
     */
    private static @Nullable TicketStatus change(String type, List<Said> said) {
        if (type.equals("open") || type.endsWith("reopen") || type.contains("unsnooze")) {
            return TicketStatus.IN_PROGRESS;
        }
        return switch (type) {
            case "close" -> TicketStatus.RESOLVED;
            case "snoozed" -> resting(said);
            default -> null;
        };
    }

    /** Returns the first contact of the conversation, or else the customer who began it. */
    private static @Nullable String contact(JsonNode json, JsonNode author, boolean isCustomers) {
        String contact = text(json.at("/contacts/contacts/0/id"));
        return contact == null && isCustomers ? text(author.path("id")) : contact;
    }

    private static TicketStatus status(JsonNode json, boolean isAssigned, List<Said> said) {
        return switch (json.path("state").asText()) {
            case "closed" -> TicketStatus.RESOLVED;
            case "snoozed" -> resting(said);
            default -> isAssigned ? TicketStatus.IN_PROGRESS : TicketStatus.OPEN;
        };
    }

    /** Returns the status of a snoozed conversation, which waits for whom the last word was to. */
    private static TicketStatus resting(List<Said> said) {
        return said.stream()
                        .filter(Said::isPublic)
                        .reduce((_, last) -> last)
                        .filter(last -> last.author() == Author.AGENT)
                        .isPresent()
                ? TicketStatus.WAITING_ON_CUSTOMER
                : TicketStatus.PENDING;
    }

    private static Author author(JsonNode author) {
        return switch (author.path("type").asText()) {
            case "admin" -> Author.AGENT;
            case "user", "lead", "contact" -> Author.CUSTOMER;
            default -> Author.SYSTEM;
        };
    }

    private static List<String> tags(JsonNode json) {
        List<String> tags = new ArrayList<>();
        for (JsonNode each : json.at("/tags/tags")) {
            String name = text(each.path("name"));
            if (name != null) {
                tags.add(name);
            }
        }
        return tags;
    }

    private static @Nullable Integer rating(JsonNode rating) {
        int value = rating.asInt();
        return value >= 1 && value <= 5 ? value : null;
    }

    private static String beginning(String body, String id) {
        String line =
                UntrustedText.of(body.replaceAll("\\s+", " "), SUBJECT_OF_BODY).text().strip();
        return line.isEmpty() ? "Conversation " + id : line;
    }

    private static String words(JsonNode html) {
        return html.isTextual() ? html.asText() : "";
    }

    /** Returns the text of HTML, with its line breaks. */
    static String plain(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        document.select("p, div, li, h1, h2").prepend("\n");
        return document.wholeText()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Returns a text or number that is there and not blank. */
    static @Nullable String text(JsonNode node) {
        // Our columns take no NUL.
        String text = node.isValueNode() && !node.isNull() ? node.asText().replace("\0", "") : "";
        return text.isBlank() ? null : text.strip();
    }

    /** Returns the instant for seconds since 1970, where there are any. */
    static @Nullable Instant instant(JsonNode seconds) {
        return seconds.isIntegralNumber() ? Instant.ofEpochSecond(seconds.asLong()) : null;
    }
}
