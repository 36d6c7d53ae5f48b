package io.os199.cs.usage.model;

/** How many events were new, and how many had been stored before. */
public record Stored(int acceptedCount, int duplicateCount) {}
