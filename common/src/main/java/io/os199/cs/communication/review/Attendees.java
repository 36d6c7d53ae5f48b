package io.os199.cs.communication.review;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads the people invited to a review from its row; an import may have written another format there. */
public final class Attendees {
    private Attendees() {}

    public static List<ReviewAttendee> of(Review review) {
        List<ReviewAttendee> attendees = new ArrayList<>();
        for (JsonNode each : Json.read(review.attendees(), JsonNode.class)) {
            if (each.isObject()) {
                String side = text(each, "side");
                attendees.add(
                        new ReviewAttendee(
                                ReviewAttendee.CUSTOMER.equals(side)
                                        ? ReviewAttendee.CUSTOMER
                                        : ReviewAttendee.VENDOR,
                                text(each, "name"),
                                text(each, "title"),
                                text(each, "email"),
                                text(each, "contact_id"),
                                text(each, "role")));
            }
        }
        return attendees;
    }

    private static @Nullable String text(JsonNode object, String name) {
        return object.path(name).isTextual() ? object.path(name).asText() : null;
    }
}
