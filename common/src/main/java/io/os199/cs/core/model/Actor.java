package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The one who does something, for the timeline and the audit log.
 *
 * @param principal a colleague or one of our services, never a person of a customer
 * @param requestId of the current call, where there is one
 */
public record Actor(String principal, @Nullable String requestId) {}
