package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * An escalation to open.
 *
 * @param title ours, never a customer's words
 * @param descriptionText what it is about, may hold a customer's words
 * @param ticketId of the same client, where it grew from a ticket
 * @param owner a colleague; absent: the client's csm
 */
public record NewEscalation(
        String clientId,
        Severity severity,
        String title,
        @Nullable String descriptionText,
        @Nullable String ticketId,
        @Nullable String owner) {}
