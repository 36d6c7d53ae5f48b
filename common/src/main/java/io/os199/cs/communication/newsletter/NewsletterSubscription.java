package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.SubscriptionStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Whether an address of a client gets newsletters.
 *
 * @param source where it was stated; absent when it never was
 * @param isContact whether a contact of the client has the address now
 * @param isByOwner whether the reader unsubscribed it
 * @param isFinal whether it cannot be undone here
 */
public record NewsletterSubscription(
        String contactEmail,
        SubscriptionStatus status,
        @Nullable Instant changedAt,
        @Nullable String source,
        int sentCount,
        int openedCount,
        @Nullable Instant lastOpenedAt,
        boolean isContact,
        boolean isByOwner,
        boolean isFinal) {}
