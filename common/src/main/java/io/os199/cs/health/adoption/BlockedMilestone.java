package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** A milestone of an onboarding plan that something stands in the way of, in a customer's words. */
public record BlockedMilestone(String name, LocalDate dueOn, @Nullable String blockerText) {}
