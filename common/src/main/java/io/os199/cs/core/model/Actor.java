package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Who does something, for the timeline and the audit log.
 *
 * @param principal a colleague or a service of ours, never a person of a customer
 * @param requestId of the call under way, where there is one
 */
public record Actor(String principal, @Nullable String requestId) {}
