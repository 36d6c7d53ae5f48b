package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** How a service signs what it delivers, and tells one delivery from another. */
public interface DeliveryForm {
    Integration source();

    /** Whether the body is what the service sent, of a time that is near enough to now. */
    Verdict verify(Headers headers, byte[] body, Instant now);

    /** By which it is kept once; empty: the service names none, though it always does. */
    Optional<String> deliveryId(Headers headers, byte[] body, JsonNode json);

    /** Whether it tells anything; a service may only try whether we are there. */
    default boolean isNews(JsonNode json) {
        return true;
    }

    /** Whether the service asks by {@code HEAD} whether we are there. */
    default boolean answersHead() {
        return false;
    }

    /** The headers of a request. */
    @FunctionalInterface
    interface Headers {
        @Nullable String first(String name);
    }

    /** What its signature says of a delivery. */
    enum Verdict {
        GOOD,
        /** Of somebody else, or changed on its way. */
        FORGED,
        /** Of the service, but of a time too far from now. */
        STALE
    }
}
