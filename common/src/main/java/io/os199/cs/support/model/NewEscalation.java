package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * An escalation to open.
 *
 * @param title our own words, never a customer's
 * @param descriptionText what it is about; may contain a customer's words
 * @param ticketId the ticket of the same client that it arose from, if any
 * @param owner a colleague; absent for the client's CSM
 */
public record NewEscalation(
        String clientId,
        Severity severity,
        String title,
        @Nullable String descriptionText,
        @Nullable String ticketId,
        @Nullable String owner) {}
