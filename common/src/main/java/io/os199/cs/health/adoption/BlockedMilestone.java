package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** A milestone of an onboarding plan with an obstacle in its way, described in a customer's words. */
public record BlockedMilestone(String name, LocalDate dueOn, @Nullable String blockerText) {}
