package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** How a service signs what it delivers, and tells one delivery from another. */
public interface DeliveryForm {
    Integration source();

    /** Verifies that the body is what the service sent, at a time near enough to now. */
    Verdict verify(Headers headers, byte[] body, Instant now);

    /** Returns the id under which a delivery is kept once; empty if the service names none, though it always does. */
    Optional<String> deliveryId(Headers headers, byte[] body, JsonNode json);

    /** Whether a delivery has any news; a service may only be testing whether we are there. */
    default boolean isNews(JsonNode json) {
        return true;
    }

    /** Whether the service checks by {@code HEAD} that we are there. */
    default boolean answersHead() {
        return false;
    }

    /** The headers of a request. */
    @FunctionalInterface
    interface Headers {
        @Nullable String first(String name);
    }

    /** What the signature says about a delivery. */
    enum Verdict {
        GOOD,
        /** Sent by somebody else, or changed on its way. */
        FORGED,
        /** Sent by the service, but at a time too far from now. */
        STALE
    }
}
