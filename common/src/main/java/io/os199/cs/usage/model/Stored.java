package io.os199.cs.usage.model;

/** What became of events: each was new, or had been stored before. */
public record Stored(int acceptedCount, int duplicateCount) {}
