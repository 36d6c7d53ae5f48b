package io.os199.cs.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.PersonalData;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A stored event.
 *
 * @param detail JSON text
 * @param actorIsContact whether the actor is, or may be, a person of the customer: a contact, or an address other
 *     than our owner's
 */
public record EventRow(
        String eventId,
        Instant occurredAt,
        EventType type,
        String title,
        Impact impact,
        boolean isMilestone,
        @Nullable String actor,
        boolean actorIsContact,
        String source,
        @Nullable String refId,
        String detail) {
    private static final int LONGEST_TEXT = 300;
    private static final int LARGEST_DETAIL = 1_000;
    private static final String TEXT = "_text";

    TimelineItem shown(boolean seesPersonalData) {
        return new TimelineItem(
                eventId,
                occurredAt,
                type,
                UntrustedText.name(title),
                impact,
                isMilestone,
                shownActor(seesPersonalData),
                source,
                refId,
                shownDetail(seesPersonalData));
    }

    private @Nullable String shownActor(boolean seesPersonalData) {
        if (actor == null || !actorIsContact || seesPersonalData) {
            return actor;
        }
        return actor.indexOf('@') < 0
                ? PersonalData.initials(actor)
                : PersonalData.maskEmail(actor);
    }

    /**
     * Returns the detail as shown: a customer's words {@code reason_text} become {@code reason}, an object marked
     * untrusted.
     */
    private ObjectNode shownDetail(boolean seesPersonalData) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        int size = 2;
        for (var field : Json.read(detail, JsonNode.class).properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.endsWith(TEXT) && value.isTextual()) {
                UntrustedText text = UntrustedText.of(value.textValue(), LONGEST_TEXT);
                value = (seesPersonalData ? text : text.blanked()).marked(name);
                name = name.substring(0, name.length() - TEXT.length());
            }
            size += sizeOf(name, value);
            if (size > LARGEST_DETAIL) {
                shown.put("truncated", true);
                break;
            }
            shown.set(name, value);
        }
        return shown;
    }

    private static int sizeOf(String name, JsonNode value) {
        return (name + value).getBytes(StandardCharsets.UTF_8).length + 4;
    }
}
