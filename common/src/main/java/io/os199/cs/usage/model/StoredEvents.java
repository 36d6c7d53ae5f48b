package io.os199.cs.usage.model;

/** How many events were new, and how many had been stored before. */
public record StoredEvents(int acceptedCount, int duplicateCount) {}
