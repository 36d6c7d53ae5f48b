package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A user who was active in a period.
 *
 * @param email the address of the contact that the user is
 */
public record UserDetail(String userKey, @Nullable String email, LocalDate lastActiveOn) {}
