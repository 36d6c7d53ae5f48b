package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Translates Zendesk's words into ours, and ours into Zendesk's. */
final class ZendeskMapping {
    /** The tag that marks P2, because Zendesk has no word between high and normal. */
    private static final String P2_TAG = "cs_priority_p2";

    private static final int SATISFIED = 5;
    private static final int DISSATISFIED = 1;

    private final String categoryField;
    private final Map<String, TicketCategory> categories;

    /**
     * @param categoryField the id of the ticket field that says what a ticket is about; empty for none
     * @param categories our categories by the values of that field, or of a ticket's type
     */
    ZendeskMapping(String categoryField, Map<String, TicketCategory> categories) {
        this.categoryField = categoryField;
        this.categories = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.categories.putAll(categories);
    }

    /** Returns a ticket; empty for what is none because it has no id or lacks an instant. */
    Optional<ZendeskTicket> ticket(JsonNode json, ZendeskPeople people) {
        String id = ZendeskPeople.text(json.path("id"));
        Instant openedAt = instant(json.path("created_at"));
        Instant updatedAt = instant(json.path("updated_at"));
        if (id == null || openedAt == null || updatedAt == null) {
            return Optional.empty();
        }
        List<String> tags = tags(json);
        ZendeskPeople.User assignee = people.userOf(json.path("assignee_id"));
        String word = json.path("status").asText();
        String subject = ZendeskPeople.text(json.path("subject"));
        JsonNode rating = json.path("satisfaction_rating");
        Integer satisfaction = satisfaction(rating.path("score").asText());
        return Optional.of(
                new ZendeskTicket(
                        id,
                        ZendeskPeople.text(json.path("external_id")),
                        people.organizationOf(json.path("organization_id")),
                        people.userOf(json.path("requester_id")),
                        assignee,
                        people.groupOf(json.path("group_id")),
                        subject == null ? "(no subject)" : subject,
                        json.path("description").asText(""),
                        priority(json.path("priority").asText(), tags),
                        category(json, tags),
                        status(word, assignee != null).orElse(TicketStatus.OPEN),
                        tags.stream().filter(each -> !each.equals(P2_TAG)).toList(),
                        openedAt,
                        updatedAt,
                        satisfaction,
                        satisfaction == null ? null : ZendeskPeople.text(rating.path("comment")),
                        word.equals("deleted")));
    }

    private static List<String> tags(JsonNode json) {
        List<String> tags = new ArrayList<>();
        json.path("tags").forEach(each -> tags.add(each.asText()));
        return tags;
    }

    private static TicketPriority priority(String word, List<String> tags) {
        return switch (word) {
            case "urgent" -> TicketPriority.P0;
            case "high" -> TicketPriority.P1;
            case "low" -> TicketPriority.P4;
            case "normal" -> tags.contains(P2_TAG) ? TicketPriority.P2 : TicketPriority.P3;
            default -> TicketPriority.P3;
        };
    }

    /** Returns our status; empty for deleted, and for words that we do not know. */
    static Optional<TicketStatus> status(String word, boolean isAssigned) {
        return switch (word) {
            case "new" -> Optional.of(TicketStatus.OPEN);
            case "open" -> Optional.of(isAssigned ? TicketStatus.IN_PROGRESS : TicketStatus.OPEN);
            case "pending" -> Optional.of(TicketStatus.WAITING_ON_CUSTOMER);
            case "hold" -> Optional.of(TicketStatus.PENDING);
            case "solved" -> Optional.of(TicketStatus.RESOLVED);
            case "closed" -> Optional.of(TicketStatus.CLOSED);
            default -> Optional.empty();
        };
    }

    private TicketCategory category(JsonNode json, List<String> tags) {
        TicketCategory told = null;
        for (JsonNode field : json.path("custom_fields")) {
            if (field.path("id").asText().equals(categoryField)) {
                told = categories.get(field.path("value").asText());
            }
        }
        if (told == null) {
            told = categories.get(json.path("type").asText());
        }
        if (told != null) {
            return told;
        }
        return tags.stream()
                .flatMap(each -> WireName.find(TicketCategory.class, each).stream())
                .map(TicketCategory.class::cast)
                .findFirst()
                .orElse(TicketCategory.OTHER);
    }

    private static @Nullable Integer satisfaction(String score) {
        return switch (score) {
            case "good" -> SATISFIED;
            case "bad" -> DISSATISFIED;
            default -> null;
        };
    }

    static @Nullable Instant instant(JsonNode node) {
        try {
            return node.isTextual() ? OffsetDateTime.parse(node.asText()).toInstant() : null;
        } catch (DateTimeException notAnInstant) {
            return null;
        }
    }

    /** Returns Zendesk's word for a priority; a tag goes with it where there is no word. */
    static String word(TicketPriority priority) {
        return switch (priority) {
            case P0 -> "urgent";
            case P1 -> "high";
            case P2, P3 -> "normal";
            case P4 -> "low";
        };
    }

    /** Returns a ticket's tags in Zendesk. */
    static List<String> tags(List<String> ours, TicketPriority priority) {
        List<String> tags = new ArrayList<>(ours);
        tags.remove(P2_TAG);
        if (priority == TicketPriority.P2) {
            tags.add(P2_TAG);
        }
        return tags;
    }

    /** Returns Zendesk's word for a status; {@code closed} is for Zendesk alone to set. */
    static String word(TicketStatus status) {
        return switch (status) {
            case OPEN, IN_PROGRESS -> "open";
            case PENDING -> "hold";
            case WAITING_ON_CUSTOMER -> "pending";
            case RESOLVED, CLOSED -> "solved";
        };
    }
}
