package io.os199.cs.usage.model;

import java.time.LocalDate;

/**
 * New events of one user on one day.
 *
 * @param eventCount how many of them were new
 */
public record UserDay(String clientId, String userKey, LocalDate day, int eventCount) {}
